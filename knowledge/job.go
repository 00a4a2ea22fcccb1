package knowledge

import "time"

// Job is something that takes longer than a request: a check of a sheet, a
// publish, a replay.
type Job struct {
	ID      string
	Kind    JobKind
	State   JobState
	Step    string // what it is doing, in words for an editor
	Done    int64  // of Total, in units of the job's own; Total 0 = not known
	Total   int64
	By      string
	ByName  string
	At      time.Time
	EndedAt time.Time // zero while it runs
	Error   string    // of a failed one, in words for an editor
	Result  []byte    // JSON, of its kind; nil until it is done
}

// JobKind is what a job does. The list is closed.
type JobKind string

// The closed list of kinds of jobs.
const (
	JobCheckSheet JobKind = "check"   // reads a sheet and says what it would change
	JobImport     JobKind = "import"  // makes a checked sheet part of the working copy
	JobPublish    JobKind = "publish" // makes the approved changes live
	JobRestore    JobKind = "restore" // makes an older version live again
	JobGolden     JobKind = "golden"  // asks the golden questions
	JobReplay     JobKind = "replay"  // asks the questions of the last days again
	JobTwins      JobKind = "twins"   // looks for entries that are in each other's way
)

// JobState is how far a job has come. The list is closed.
type JobState string

// The closed list of states of jobs. One whose server died is failed.
const (
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)
