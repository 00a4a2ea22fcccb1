package blob

import "bytes"

// What blocks of a GIF begin with, and the labels of those extensions that say how
// it moves (GIF89a, 1990; the second one is Netscape's).
const (
	gifExtension = 0x21
	gifPicture   = 0x2c
	gifEnd       = 0x3b
	gifControl   = 0xf9
	gifProgram   = 0xff
)

// frames counts the pictures of a GIF without unpacking any, so that an animation
// which would take gigabytes costs nothing. whole reports whether the file ends as
// it should and holds nothing behind its end.
func frames(b []byte) (n int, whole bool) {
	i := firstBlock(b)
	if i < 0 {
		return 0, false
	}
	for i < len(b) && b[i] != gifEnd {
		if b[i] == gifPicture {
			n++
		}
		if i = nextBlock(b, i); i < 0 {
			return n, false
		}
	}
	return n, i == len(b)-1
}

// bare returns a GIF that is whole without what is no picture and does not say how
// they move: comments, what programs and cameras wrote, texts. They may tell where
// somebody was, or make the file a script as well.
func bare(b []byte) []byte {
	i := firstBlock(b)
	out := bytes.Clone(b[:i])
	for b[i] != gifEnd {
		end := nextBlock(b, i)
		if b[i] == gifPicture || moves(b[i:end]) {
			out = append(out, b[i:end]...)
		}
		i = end
	}
	return append(out, gifEnd)
}

// moves reports whether an extension says how a GIF moves, and nothing else.
func moves(block []byte) bool {
	const control, loop = 8, 19 // bytes
	switch block[1] {
	case gifControl:
		return len(block) == control
	case gifProgram:
		return len(block) == loop && bytes.HasPrefix(block[2:], []byte("\x0bNETSCAPE2.0\x03\x01"))
	}
	return false
}

// firstBlock is where the blocks of a GIF begin, or -1 where there are none.
func firstBlock(b []byte) int {
	const header, screen = 6, 7
	if len(b) < header+screen {
		return -1
	}
	return header + screen + table(b[10])
}

// nextBlock returns the place behind the block that begins at i, or -1 where it
// does not end.
func nextBlock(b []byte, i int) int {
	switch {
	case b[i] == gifExtension: // its label, then blocks of data
		return blocks(b, i+2)
	case b[i] == gifPicture && i+9 < len(b): // ten bytes, its colours, the size of codes, then blocks of data
		return blocks(b, i+10+table(b[i+9])+1)
	}
	return -1
}

// table is the length of the table of colours that packed fields speak of.
func table(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

// blocks returns the place behind the blocks of data that begin at i, or -1 where
// they do not end.
func blocks(b []byte, i int) int {
	for i < len(b) {
		size := int(b[i])
		i += size + 1
		if size == 0 {
			return i
		}
	}
	return -1
}
