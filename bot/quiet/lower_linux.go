package quiet

import "syscall"

// nice is how far a thread stands back: the system gives it a tenth of a
// processor that another wants as well. With less than that, a publish on a
// machine with other work would not end, and the garbage collector, which waits
// for every thread to come to a halt, would wait for it.
const nice = 10

// lower lowers the priority of the calling thread. Linux takes a thread for a
// process here. That it fails costs nothing but the priority.
func lower() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, nice) }
