// Rounding a Double calls libm on this platform; without this import the module does not link.
internal import Glibc
