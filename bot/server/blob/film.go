package blob

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// MaxFilm is the greatest size of a film, in bytes: some minutes of a screen.
const MaxFilm = 50 << 20

// headSize is how many bytes of a file say what film it is.
const headSize = 4096

// nobodyFilms takes no film.
func nobodyFilms([]byte) string { return "" }

// filmed returns the type of film that a file begins as, or "". A QuickTime film
// counts as an MP4 here, whose family it is of; it is refused when it is looked at.
func filmed(head []byte) string {
	switch {
	case brand(head) != "":
		return chat.TypeMP4
	case bytes.HasPrefix(head, []byte(ebmlMagic)):
		return chat.TypeWebM
	}
	return ""
}

// head returns the type of film that f begins as, or "".
func head(f *os.File) (string, error) {
	b := make([]byte, headSize)
	n, err := f.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read an upload: %w", err)
	}
	return filmed(b[:n]), nil
}

// film looks at a film of a type, and refuses one that is not whole or not played by
// browsers. The id is not set yet. err is what head said.
func film(f *os.File, kind, name string, err error) (chat.Attachment, error) {
	a := chat.Attachment{Type: kind}
	if err != nil {
		return a, err
	}
	a.Name = called(name, a.FilmEnding())
	info, err := f.Stat()
	if err != nil {
		return a, fmt.Errorf("read an upload: %w", err)
	}
	if kind == chat.TypeMP4 {
		err = mp4(f, info.Size())
	} else {
		err = webm(f, info.Size())
	}
	var disk *os.PathError
	if errors.As(err, &disk) {
		return a, fmt.Errorf("read an upload: %w", err) // the disk's fault and not the film's
	}
	return a, err
}

// errFilmKind refuses a film of another kind.
func errFilmKind() error {
	return fault.New(fault.Invalid, "这种视频网页放不出来；请用剪辑软件或播放器导出成 MP4（H.264）再传")
}

// errBroken refuses a film that is not whole, or is something else besides.
func errBroken() error {
	return fault.New(fault.Invalid, "视频无法读取，可能没有传完或已损坏；请重新导出成 MP4 再传")
}

// brand returns what an ISO film says first that it is (ISO/IEC 14496-12, 4.3), or "":
// a picture or a sound of that family is no film.
func brand(head []byte) string {
	const size, name = 4, 8
	if len(head) < name+size || string(head[size:name]) != "ftyp" {
		return ""
	}
	switch b := string(head[name : name+size]); b {
	case "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "mp71", "avc1", "dash", "MSNV", "M4V ", "M4VH", "M4VP", "XAVC", "qt  ":
		return b
	}
	return ""
}

// maxBoxes is how many boxes of an MP4 are looked at: a film that is cut into pieces of a second has four for each.
const maxBoxes = 20_000

// mp4 refuses what is not a whole MP4 that browsers play: boxes from the first byte to
// the last, among them one that says what is in the tracks and one that holds it.
func mp4(f io.ReaderAt, size int64) error {
	begin := make([]byte, 12)
	if _, err := f.ReadAt(begin, 0); err != nil {
		return errBroken()
	}
	if brand(begin) == "qt  " {
		return fault.New(fault.Invalid, "这是 QuickTime（MOV）视频，很多手机和浏览器放不出来；请导出成 MP4（H.264）再传")
	}
	w := boxes{f: f}
	if err := w.walk(0, size); err != nil {
		return err
	}
	if !w.said || !w.held {
		return errBroken()
	}
	played := func(c string) bool { return slices.Contains([]string{"avc1", "avc3", "vp08", "vp09", "av01"}, c) }
	other := func(c string) bool {
		return slices.Contains([]string{"hvc1", "hev1", "dvh1", "dvhe", "mp4v", "vvc1", "apcn", "apch", "jpeg"}, c)
	}
	switch {
	case slices.ContainsFunc(w.codings, other):
		return fault.New(fault.Invalid, "这个视频的编码（如 HEVC、H.265）很多手机和浏览器放不出来；请导出成 H.264 编码的 MP4 再传")
	case !slices.ContainsFunc(w.codings, played):
		return errFilmKind() // sound alone, or what nobody knows
	}
	return nil
}

// boxes walks through the boxes of an MP4.
type boxes struct {
	f          io.ReaderAt
	seen       int
	codings    []string // of its tracks
	said, held bool     // there is a box that says what is in the tracks, and one with it
}

// walk looks at the boxes between two places, which have to fill it.
func (w *boxes) walk(at, end int64) error {
	for at < end {
		kind, body, next, err := w.box(at, end)
		if err != nil {
			return err
		}
		switch kind {
		case "moov":
			w.said = true
			err = w.walk(body, next)
		case "trak", "mdia", "minf", "stbl":
			err = w.walk(body, next)
		case "mdat":
			w.held = true
		case "stsd":
			err = w.coding(body, next)
		}
		if err != nil {
			return err
		}
		at = next
	}
	return nil
}

// box reads the head of the box at a place: what it is, where what is in it begins,
// and where the next one does, which is not behind end.
func (w *boxes) box(at, end int64) (kind string, body, next int64, err error) {
	const short, long = 8, 16
	if w.seen++; w.seen > maxBoxes || end-at < short {
		return "", 0, 0, errBroken()
	}
	var b [long]byte
	if _, err := w.f.ReadAt(b[:min(long, end-at)], at); err != nil {
		return "", 0, 0, unread(err)
	}
	body, next = at+short, at+int64(binary.BigEndian.Uint32(b[:]))
	switch next - at {
	case 0: // up to the end
		next = end
	case 1:
		size := binary.BigEndian.Uint64(b[short:])
		if end-at < long || size > uint64(end-at) {
			return "", 0, 0, errBroken()
		}
		body, next = at+long, at+int64(size)
	}
	if next < body || next > end {
		return "", 0, 0, errBroken()
	}
	return string(b[4:short]), body, next, nil
}

// coding notes the coding of the first sample of a track: behind a version and how
// many there are comes a box that is called like it.
func (w *boxes) coding(at, end int64) error {
	const first, name = 8, 4
	if end-at < first+2*name {
		return errBroken()
	}
	var b [name]byte
	if _, err := w.f.ReadAt(b[:], at+first+name); err != nil {
		return unread(err)
	}
	w.codings = append(w.codings, string(b[:]))
	return nil
}

// unread words that a film could not be read: the disk may be at fault.
func unread(err error) error {
	var disk *os.PathError
	if errors.As(err, &disk) {
		return err
	}
	return errBroken()
}

// The elements of a WebM that are looked at (RFC 8794, RFC 9559), by their ids.
const (
	ebmlMagic    = "\x1a\x45\xdf\xa3"
	ebmlHead     = 0x1a45dfa3
	ebmlDocType  = 0x4282
	webmSegment  = 0x18538067
	webmTracks   = 0x1654ae6b
	webmCluster  = 0x1f43b675
	webmUnknown  = -1       // the size of what ends with what follows
	maxTracks    = 64 << 10 // bytes; some hundred is usual
	maxElements  = 1000     // in front of the first pictures
	maxDocHeader = 256      // bytes
)

// webm refuses what is not a WebM that browsers play: its head, a segment that is
// as long as the file, what is in the tracks, and pictures.
func webm(f io.ReaderAt, size int64) error {
	id, body, length, err := element(f, 0, size)
	if err != nil || id != ebmlHead || length < 0 || length > maxDocHeader {
		return cmp.Or(err, errBroken())
	}
	said, err := section(f, body, length)
	if err != nil {
		return err
	}
	if !bytes.Contains(said, []byte{ebmlDocType >> 8, ebmlDocType & 0xff, 0x80 | 4, 'w', 'e', 'b', 'm'}) {
		return errFilmKind() // Matroska may hold anything
	}
	id, body, length, err = element(f, body+length, size)
	if err != nil || id != webmSegment || length >= 0 && body+length != size {
		return cmp.Or(err, errBroken())
	}
	return segment(f, body, size)
}

// segment looks for the tracks of a WebM in front of its first pictures.
func segment(f io.ReaderAt, at, size int64) error {
	played := false
	for range maxElements {
		id, body, length, err := element(f, at, size)
		switch {
		case err != nil:
			return err
		case id == webmCluster && played:
			return nil
		case id == webmCluster || length < 0 || id == webmTracks && length > maxTracks:
			return errBroken()
		case id == webmTracks:
			tracks, err := section(f, body, length)
			if err != nil {
				return err
			}
			for _, coding := range []string{"V_VP8", "V_VP9", "V_AV1"} {
				played = played || bytes.Contains(tracks, []byte(coding))
			}
			if !played {
				return errFilmKind()
			}
		}
		at = body + length
	}
	return errBroken()
}

// section returns so many bytes from a place on.
func section(f io.ReaderAt, at, length int64) ([]byte, error) {
	b := make([]byte, length)
	if _, err := f.ReadAt(b, at); err != nil {
		return nil, unread(err)
	}
	return b, nil
}

// element reads the head of the element at a place: its id, where what is in it
// begins, and how long that is, which is not behind end.
func element(f io.ReaderAt, at, end int64) (id, body, length int64, err error) {
	r := bufio.NewReaderSize(io.NewSectionReader(f, at, min(end-at, 12)), 16)
	id, n, _, err := number(r, false)
	if err != nil {
		return 0, 0, 0, err
	}
	length, m, all, err := number(r, true)
	if err != nil {
		return 0, 0, 0, err
	}
	body = at + int64(n+m)
	if all {
		return id, body, webmUnknown, nil
	}
	if length > end-body {
		return 0, 0, 0, errBroken()
	}
	return id, body, length, nil
}

// number reads a number whose first bits say how many bytes it has, n; in bare ones
// these bits do not count. all reports that every other bit of it is set.
func number(r io.ByteReader, bare bool) (v int64, n int, all bool, err error) {
	b, err := r.ReadByte()
	if err != nil {
		return 0, 0, false, unread(err)
	}
	for n = 1; n <= 8 && b&(0x80>>(n-1)) == 0; n++ {
	}
	if n > 8 {
		return 0, 0, false, errBroken()
	}
	v = int64(b)
	if bare {
		v = int64(b &^ (0x80 >> (n - 1)))
	}
	for range n - 1 {
		if b, err = r.ReadByte(); err != nil {
			return 0, 0, false, unread(err)
		}
		v = v<<8 | int64(b)
	}
	return v, n, bare && v == 1<<(7*n)-1, nil
}
