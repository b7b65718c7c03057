import FaultSimulation
import Testing
