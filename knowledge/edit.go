package knowledge

import "time"

// Ref names a piece of the content: an entry, a rule, the list of synonyms. The
// kinds are those of a content pack's items.
type Ref struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Item is a piece of the content as a data base keeps it. Pieces of one kind are
// ordered by Position; Kind and ID together are unique.
type Item struct {
	Kind, ID string
	Position int
	Body     []byte // JSON
}

// Ref returns the name of the piece.
func (i Item) Ref() Ref { return Ref{Kind: i.Kind, ID: i.ID} }

// RefRev is a piece as somebody saw it.
type RefRev struct {
	Ref
	Rev int64 `json:"rev"`
}

// Act is who takes a step, which, and when.
type Act struct {
	By, ByName string
	At         time.Time
	Step       Step
	Note       string // of a step without edits, which have their own
	// Seen is the last revision of the working copy that the step was checked
	// against; 0 = it was not. A piece leans on others that it names: where others
	// changed since it cannot be told that the step still fits, it is refused.
	Seen int64
}

// Saving is edits of the working copy and who makes them; without edits it is
// nothing.
type Saving struct {
	Act
	Edits []Edit
}

// Working is what became of the working copy since a version and a revision: all
// of it since 0 and 0.
type Working struct {
	Version int64 // the newest that is stored
	Rev     int64 // the last revision of any piece
	Live    []Item
	Gone    []Ref // live in the version asked since, and not in Version
	Changes []Change
	// Tips are the last revisions of the pieces that have one, without step, body
	// and note. One that is not in Changes is as it is live; one that is may have got
	// another live version below its change. Of one whose change was discarded By and
	// At are of what is live.
	Tips []Revision
}

// Change is a piece of the content that in the working copy is not what is
// live: new, changed or (Body nil) removed.
type Change struct {
	Ref
	Position int    // among its kind
	Body     []byte // JSON as in a content pack's item; nil = removed
	Rev      int64  // of its last Revision: what the next Edit must be based on
	State    ChangeState
	By       string // sign-in name of who saved it last
	ByName   string
	At       time.Time
	Note     string // of the last step
}

// ChangeState is how far a change has come. The list is closed.
type ChangeState string

// The closed list of states of a change: saved, handed in for review, fit to go
// live with the next publish. Saving again makes a draft of any of them.
const (
	Drafted  ChangeState = "draft"
	InReview ChangeState = "review"
	Approved ChangeState = "approved"
)

// Edit replaces a piece of the working copy. Base is the Rev of the Change that its
// author saw; where there was none the last Revision of the piece, also where that
// was a publish; 0 where it has none or is neither live nor changed. Where another step came between, none of the edits
// that it came with is stored.
type Edit struct {
	Ref
	Position int
	Body     []byte // JSON; nil = removed
	Base     int64
	AsLive   bool        // it makes the piece what is live: no change is left of it
	State    ChangeState // Drafted unless whoever saves approves at once
	Note     string
}

// Step is what happened to a piece of the content. The list is closed.
type Step string

// The closed list of steps.
const (
	StepSave     Step = "save"     // of a draft; Body is what was saved
	StepImport   Step = "import"   // saved with a sheet or a content pack
	StepRestore  Step = "restore"  // an older revision was made the draft again
	StepSubmit   Step = "submit"   // Drafted -> InReview
	StepApprove  Step = "approve"  // Drafted or InReview -> Approved
	StepReturn   Step = "return"   // InReview or Approved -> Drafted
	StepDiscard  Step = "discard"  // the working copy is what is live again
	StepPublish  Step = "publish"  // went live with Version
	StepRollback Step = "rollback" // a publish of an older version made it this
)

// Revision is one entry of the history of a piece.
type Revision struct {
	Ref
	Rev     int64 // grows over all pieces, never used twice
	Step    Step
	Body    []byte // after the step; nil = removed
	By      string
	ByName  string
	At      time.Time
	Note    string
	Version int64 // of StepPublish and StepRollback
}

// Version is one publish of the whole content.
type Version struct {
	Number  int64
	By      string
	ByName  string
	At      time.Time
	Note    string
	Reason  string // why it went live although golden questions failed; empty where none did
	Entries int    // how many it has
	Changed int    // pieces that are not what they were in the version before
	Of      int64  // the older version that it brought back; 0 = none
}

// Golden is a question that the bot must go on answering as it should: what a
// publish is checked against.
type Golden struct {
	ID    string `yaml:"id" json:"id"` // stable; lower-case ASCII letters, digits and hyphens
	Text  string `yaml:"text" json:"text"`
	Entry string `yaml:"entry,omitempty" json:"entry,omitempty"` // that answers it, or is offered first; empty = no entry may
	// Wants is what must come of it where an entry is not all: "handoff" for what
	// people must see to; empty = Entry answers or, where that is empty, none does.
	Wants string `yaml:"wants,omitempty" json:"wants,omitempty"`
	Site  string `yaml:"site,omitempty" json:"site,omitempty"`
	Note  string `yaml:"note,omitempty" json:"note,omitempty"`
}
