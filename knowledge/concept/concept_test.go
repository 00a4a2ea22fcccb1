package concept

import "testing"

func TestShipped(t *testing.T) {
	l, err := Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(l.Size(), len(l.means))
}
