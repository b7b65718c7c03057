/// The scripts that change or read a queue. Redis runs each of them whole, with nothing between.
///
/// A hash `sweep` holds the incarnation, the configuration and the counts; the stream `jobs` one
/// entry for each job that is neither done nor dead, with the job's id; the hashes `payloads`,
/// `attempts`, `results` and `dead` are by job id. A script that finds something wrong returns
/// before it writes. Every key is touched for its type first: a script that fails midway would keep
/// what it wrote.
enum WorkQueueScripts {
  /// Makes the queue, or reads the one that is there. Parts of a queue without its head are
  /// removed, unless something else made them. ARGV: incarnation, lease in ms, attempts,
  /// expiry in ms.
  static let create = """
    local sweep, jobs = KEYS[1], KEYS[2]
    if redis.call('EXISTS', sweep) == 0 then
      for i, key in ipairs(KEYS) do
        local kind = redis.call('TYPE', key).ok
        if kind ~= 'none' and kind ~= (i == 2 and 'stream' or 'hash') then
          return redis.error_reply('WRONGTYPE ' .. key .. ' is a ' .. kind)
        end
      end
      redis.call('UNLINK', unpack(KEYS))
      redis.call('XGROUP', 'CREATE', jobs, 'workers', '0', 'MKSTREAM')
      redis.call('HSET', sweep, 'incarnation', ARGV[1], 'lease', ARGV[2], 'attempts', ARGV[3],
        'expiry', ARGV[4], 'total', 0, 'done', 0, 'failed', 0)
      redis.call('PEXPIRE', sweep, ARGV[4])
      redis.call('PEXPIRE', jobs, ARGV[4])
    end
    """ + "\n" + join

  /// Reads the queue that is there, for its handle.
  static let join = """
    local stored = redis.call('HMGET', KEYS[1], 'incarnation', 'lease', 'attempts', 'expiry',
      'total')
    if not stored[1] then return {'missing'} end
    return {'ok', stored[1], tonumber(stored[2]), tonumber(stored[3]), tonumber(stored[4]),
      tonumber(stored[5])}
    """

  /// Before every other script: is it still the same queue, and all of it? ARGV[1]: incarnation.
  private static let opening = """
    local sweep, jobs, payloads, attempts, results, dead = unpack(KEYS)
    local stored = redis.call('HMGET', sweep, 'incarnation', 'total', 'done', 'failed', 'attempts',
      'lease', 'expiry')
    if stored[1] ~= ARGV[1] then return {'gone'} end
    local total, done, failed = tonumber(stored[2]), tonumber(stored[3]), tonumber(stored[4])
    if redis.call('EXISTS', jobs) == 0 then return {'damaged', 'the stream of jobs is missing'} end
    if redis.call('XLEN', jobs) ~= total - done - failed then
      return {'damaged', 'the stream of jobs has lost or gained some'}
    end
    if redis.call('HLEN', payloads) ~= total then return {'damaged', 'payloads are missing'} end
    if redis.call('HLEN', results) ~= done then return {'damaged', 'results are missing'} end
    if redis.call('HLEN', dead) ~= failed then return {'damaged', 'dead letters are missing'} end
    redis.call('HLEN', attempts)
    local function keep()
      for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, stored[7]) end
    end
    local function held(entry, job, attempt)
      return redis.call('HGET', attempts, job) == attempt
        and #redis.call('XPENDING', jobs, 'workers', entry, entry, 1) == 1
    end
    local function settle(entry)
      redis.call('XACK', jobs, 'workers', entry)
      redis.call('XDEL', jobs, entry)
    end
    local function bury(job, reason)
      redis.call('HSET', dead, job, reason)
      redis.call('HINCRBY', sweep, 'failed', 1)
      failed = failed + 1
    end

    """

  /// ARGV: incarnation, bound of jobs, then id and payload of each job.
  static let enqueue =
    opening + """
      local fresh, payload = {}, {}
      for i = 3, #ARGV, 2 do
        local known = payload[ARGV[i]] or redis.call('HGET', payloads, ARGV[i])
        if not known then
          fresh[#fresh + 1] = ARGV[i]
          payload[ARGV[i]] = ARGV[i + 1]
        elseif known ~= ARGV[i + 1] then
          return {'conflict', ARGV[i]}
        end
      end
      if total + #fresh > tonumber(ARGV[2]) then return {'full'} end
      for _, job in ipairs(fresh) do
        redis.call('HSET', payloads, job, payload[job])
        redis.call('XADD', jobs, '*', 'job', job)
      end
      redis.call('HINCRBY', sweep, 'total', #fresh)
      keep()
      return {'ok', #fresh, total + #fresh}
      """

  /// ARGV: incarnation, worker. A job whose last attempt was abandoned is buried on the way.
  static let claim =
    opening + """
      local function take(entry)
        local job = entry[2][2]
        local attempt = redis.call('HINCRBY', attempts, job, 1)
        keep()
        return {'job', entry[1], job, attempt, redis.call('HGET', payloads, job)}
      end
      local fresh = redis.call('XREADGROUP', 'GROUP', 'workers', ARGV[2], 'COUNT', 1,
        'STREAMS', jobs, '>')
      if fresh and fresh[1] then return take(fresh[1][2][1]) end
      local cursor = '0-0'
      repeat
        local page = redis.call('XAUTOCLAIM', jobs, 'workers', ARGV[2], stored[6], cursor,
          'COUNT', 1)
        cursor = page[1]
        local entry = page[2][1]
        if entry then
          local job = entry[2][2]
          local attempt = redis.call('HGET', attempts, job) or '0'
          if tonumber(attempt) < tonumber(stored[5]) then return take(entry) end
          bury(job, 'abandoned by its worker at attempt ' .. attempt)
          settle(entry[1])
          keep()
        end
      until cursor == '0-0'
      if total > 0 and done + failed == total then return {'finished'} end
      return {'busy'}
      """

  /// ARGV: incarnation, worker, entry, job, attempt.
  static let renew =
    opening + """
      if not held(ARGV[3], ARGV[4], ARGV[5]) then return {'lost'} end
      redis.call('XCLAIM', jobs, 'workers', ARGV[2], 0, ARGV[3], 'JUSTID')
      keep()
      return {'held'}
      """

  /// ARGV: incarnation, worker, entry, job, attempt, result.
  static let complete =
    opening + """
      local known = redis.call('HGET', results, ARGV[4])
      if known then return {known == ARGV[6] and 'known' or 'dropped'} end
      if not held(ARGV[3], ARGV[4], ARGV[5]) then return {'dropped'} end
      redis.call('HSET', results, ARGV[4], ARGV[6])
      redis.call('HINCRBY', sweep, 'done', 1)
      settle(ARGV[3])
      keep()
      return {'counted'}
      """

  /// ARGV: incarnation, worker, entry, job, attempt, reason.
  static let fail =
    opening + """
      if not held(ARGV[3], ARGV[4], ARGV[5]) then return {'dropped'} end
      local isLast = tonumber(ARGV[5]) >= tonumber(stored[5])
      if isLast then
        bury(ARGV[4], ARGV[6])
      else
        redis.call('XADD', jobs, '*', 'job', ARGV[4])
      end
      settle(ARGV[3])
      keep()
      return {isLast and 'dead' or 'again'}
      """

  /// ARGV: incarnation.
  static let progress =
    opening + """
      return {'ok', total, done, failed, redis.call('XPENDING', jobs, 'workers')[1]}
      """

  /// The ids of the jobs with a result, and the dead letters. ARGV: incarnation.
  static let outcomes =
    opening + """
      return {'ok', total, done, failed, redis.call('XPENDING', jobs, 'workers')[1],
        redis.call('HKEYS', results), redis.call('HGETALL', dead)}
      """

  /// ARGV: incarnation, then job ids.
  static let page =
    opening + """
      return {'ok', redis.call('HMGET', results, unpack(ARGV, 2))}
      """

  /// ARGV: incarnation. Damaged or not.
  static let remove = """
    if redis.call('HGET', KEYS[1], 'incarnation') ~= ARGV[1] then return {'gone'} end
    redis.call('UNLINK', unpack(KEYS))
    return {'ok'}
    """
}
