package gateway

import (
	"context"
	"slices"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
)

// signersEvery is how long who was signed in with a key that is dropped goes on.
const signersEvery = 5 * time.Second

// signer is what a shop signs with who its customers are: a key of a site.
type signer struct {
	site chat.SiteID
	key  auth.KeyMark
}

// signers finds the customers whose key has been dropped while they were here. What
// an identity proves holds as long as its socket does, whatever end it has; a key is
// dropped because others know it, and then who came with it must show again who he is.
type signers struct {
	g   *Gateway
	bad bool // the last look failed; only for look
}

// look asks once for each site of which customers are signed in, and closes the
// sockets of those whose key counts no more. Where the keys cannot be read, all stay.
func (s *signers) look(ctx context.Context) {
	var failed error
	counts, ended := map[chat.SiteID][]auth.KeyMark{}, map[signer]bool{}
	for by := range s.g.hub.signers() {
		if _, asked := counts[by.site]; !asked {
			marks, err := s.g.o.Visitors.KeyMarks(ctx, by.site)
			if err != nil {
				failed = err
				continue
			}
			counts[by.site] = marks
		}
		if !slices.Contains(counts[by.site], by.key) {
			ended[by] = true
		}
	}
	if failed != nil && !s.bad && ctx.Err() == nil {
		s.g.o.Logger.Warn("read which identity keys count", "err", failed)
	}
	s.bad = failed != nil
	if len(ended) > 0 {
		s.g.hub.disown(ended)
	}
}
