package wire

// Limits of one frame. Texts are counted in runes, as chat.MaxText is.
const (
	// MaxFrame is the greatest size of a client frame in bytes. A message of
	// chat.MaxText emoji, each escaped as two \uXXXX, takes 24,000.
	MaxFrame = 32 << 10
	// MaxDepth is how deep objects and arrays may nest. The deepest frame needs
	// two; the bound keeps a hostile frame from costing stack.
	MaxDepth = 8
	// MaxID is the greatest length of a frame id, a conversation id and a site id.
	MaxID = 64
	// MaxToken is the greatest length of a visitor token.
	MaxToken = 1024
	// MaxIdentity is the greatest length of an identity that a shop signed.
	MaxIdentity = 4096
	// MaxAttributes is how many attributes a page may give of its customer,
	// MaxAttributeName and MaxAttribute how long the name and the value of one may be.
	MaxAttributes, MaxAttributeName, MaxAttribute = 20, 40, 200
	// MaxChoice is the greatest length of a choice key.
	MaxChoice = 200
	// MaxReasons and MaxReason bound the reasons of a rating and the tags of a
	// summary.
	MaxReasons, MaxReason = 10, 64
	// MaxLine is the greatest length of a reason that an agent gives.
	MaxLine = 200
	// MaxAttachments is the greatest number of files of a message, MaxMentions that
	// of colleagues who are asked to look, MaxValues that of the fields of a form,
	// MaxTried that of steps in the information of a ticket.
	MaxAttachments, MaxMentions, MaxValues, MaxTried = 9, 20, 20, 20
	// MaxCardTitle, MaxCardText and MaxCardLines bound a card: its title, each of its
	// other texts, and its further lines.
	MaxCardTitle, MaxCardText, MaxCardLines = 200, 100, 10
	// MaxPreview is how much of what is being typed is shown to staff. What is
	// longer is cut.
	MaxPreview = 200
	// MaxTime is the greatest time in Unix milliseconds: the end of the year 9999.
	MaxTime = 253402300799999
	// MaxURL and MaxTitle bound the page. A longer one is cut, not refused: a
	// shop's long address must not keep its customer from asking.
	MaxURL, MaxTitle = 2048, 200
	// MaxFetch is the greatest number of events in the answer to a fetch, and
	// DefaultFetch that of a fetch without a limit.
	MaxFetch, DefaultFetch = 100, 50
	// MaxEvents is where a resume stops being a replay: a session that is
	// further behind gets a snapshot of the last DefaultFetch events and fetches
	// older ones when they are looked at.
	MaxEvents = 200
	// MaxBotRows is how many of the bot's cases a snapshot of that list holds, those
	// that were active last.
	MaxBotRows = 500
)
