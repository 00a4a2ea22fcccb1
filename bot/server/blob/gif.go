package blob

// frames counts the pictures of a GIF without unpacking any (GIF89a, 1990), so
// that an animation which would take gigabytes costs nothing. whole reports
// whether the file ends as it should and holds nothing behind its end.
func frames(b []byte) (n int, whole bool) {
	const header, screen = 6, 7
	if len(b) < header+screen {
		return 0, false
	}
	i := header + screen + table(b[10])
	for i < len(b) {
		switch b[i] {
		case 0x21: // an extension: its label, then blocks
			i = blocks(b, i+2)
		case 0x2c: // a picture: ten bytes, its colours, the size of codes, then blocks
			if i+9 >= len(b) {
				return n, false
			}
			n++
			i = blocks(b, i+10+table(b[i+9])+1)
		case 0x3b:
			return n, i == len(b)-1
		default:
			return n, false
		}
		if i < 0 {
			return n, false
		}
	}
	return n, false
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
