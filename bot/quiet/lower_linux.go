package quiet

import "syscall"

// nice is how far a thread stands back: the system gives it a quarter of a
// processor that another wants as well. With 10, a tenth, a publish of one entry
// among 20,000 took up to ten seconds in place of one where five other programs
// wanted each processor, and the garbage collector, which waits for every thread
// to come to a halt, must not wait for one that starves. What customers gain most
// by is that they run on threads that have not used up their share.
const nice = 5

// lower lowers the priority of the calling thread. Linux takes a thread for a
// process here. That it fails costs nothing but the priority.
func lower() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, nice) }
