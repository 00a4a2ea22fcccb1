package quiet

import "syscall"

// nice is how far a thread stands back: the system gives it a quarter of a
// processor that another wants as well. With 10, a tenth, a publish of one entry
// among 20,000 took up to ten seconds in place of one where five other programs
// wanted each processor, and the garbage collector, which waits for every thread
// to come to a halt, must not wait for one that starves. What customers gain most
// by is that they run on threads that have not used up their share.
const nice = 5

// lower lowers the priority of the calling thread, unless that of the program is as
// low already: to root the system would give a higher one. Linux takes a thread for
// a process here. That it fails costs nothing but the priority.
func lower() {
	if left, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err == nil && niceOf(left) < nice {
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, nice)
	}
}

// niceOf is how far back somebody stands whom the system call gives that: it has
// it the other way round.
func niceOf(left int) int { return 20 - left }
