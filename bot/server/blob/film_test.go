package blob

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// aBox is a box of an MP4 with what is in it.
func aBox(kind string, inside ...string) string {
	body := strings.Join(inside, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
}

// track is a track of a film in a coding.
func track(coding string) string {
	return aBox("trak", aBox("mdia", aBox("minf", aBox("stbl", aBox("stsd", "\x00\x00\x00\x00\x00\x00\x00\x01", aBox(coding, strings.Repeat("\x00", 70)))))))
}

// aFilm is an MP4 of a brand with its tracks, whose pictures are so many bytes.
func aFilm(brand string, pictures int, tracks ...string) string {
	return aBox("ftyp", brand, "\x00\x00\x02\x00", brand, "mp41") + aBox("moov", tracks...) + aBox("mdat", strings.Repeat("\x01", pictures))
}

// anElement is an element of a WebM, whose size is said in eight bytes.
func anElement(id string, inside ...string) string {
	body := strings.Join(inside, "")
	return id + string(binary.BigEndian.AppendUint64(nil, 1<<56|uint64(len(body)))) + body
}

const (
	segmentID, tracksID, clusterID = "\x18\x53\x80\x67", "\x16\x54\xae\x6b", "\x1f\x43\xb6\x75"
	// endless is the size of what is written while it happens.
	endless = "\x01\xff\xff\xff\xff\xff\xff\xff"
)

// doc is how a file of the family of WebM begins.
func doc(kind string) string {
	body := "\x42\x86\x81\x01\x42\x82" + string([]byte{0x80 | byte(len(kind))}) + kind
	return ebmlMagic + string([]byte{0x80 | byte(len(body))}) + body
}

// aWebM is one with its tracks in a coding.
func aWebM(kind, coding string) string {
	return doc(kind) + anElement(segmentID, anElement(tracksID, "\x86\x85", coding), anElement(clusterID, "pictures"))
}

// live is a WebM as a browser writes it.
func live() string {
	return doc("webm") + segmentID + endless + anElement(tracksID, "\x86\x85V_VP8") + clusterID + endless + "pictures"
}

func TestSaveFilmTakes(t *testing.T) {
	h264 := aFilm("isom", 100, track("avc1"), track("mp4a"))
	for what, test := range map[string]struct {
		name, body string
		want       chat.Attachment
	}{
		"an MP4":                      {"教程.mp4", h264, chat.Attachment{Name: "教程.mp4", Type: chat.TypeMP4}},
		"one that is called a page":   {"a.html", h264, chat.Attachment{Name: "a.mp4", Type: chat.TypeMP4}},
		"one that is called a MOV":    {"a.MOV", aFilm("mp42", 9, track("avc1")), chat.Attachment{Name: "a.mp4", Type: chat.TypeMP4}},
		"one up to the end":           {"a.mp4", aBox("ftyp", "avc1\x00\x00\x00\x00") + aBox("moov", track("avc3")) + "\x00\x00\x00\x00mdatxyz", chat.Attachment{Name: "a.mp4", Type: chat.TypeMP4}},
		"one that says its size long": {"a.mp4", aBox("ftyp", "avc1\x00\x00\x00\x00") + aBox("moov", track("av01")) + "\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x13xyz", chat.Attachment{Name: "a.mp4", Type: chat.TypeMP4}},
		"more than another file":      {"a.mp4", aFilm("isom", MaxSize, track("avc1")), chat.Attachment{Name: "a.mp4", Type: chat.TypeMP4}},
		"a WebM":                      {"a.webm", aWebM("webm", "V_VP9"), chat.Attachment{Name: "a.webm", Type: chat.TypeWebM}},
		"a WebM of a browser":         {"a", live(), chat.Attachment{Name: "a.webm", Type: chat.TypeWebM}},
		"a picture":                   {"a.mp4", string(pngBytes(t)), chat.Attachment{Name: "a.png", Type: typePNG, Width: 4, Height: 2}},
		"a text":                      {"a.mp4", "ftypisom", chat.Attachment{Name: "a.txt", Type: typeText}},
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t)
			got, err := s.SaveFilm(t.Context(), test.name, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			if got.FilmEnding() != "" && string(content(t, s, got.ID)) != test.body {
				t.Error("it is not kept as it came")
			}
			got.ID, got.Size = "", 0
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			// Who may upload no films reads what he read before.
			if _, err := s.Save(t.Context(), test.name, strings.NewReader(test.body)); got.FilmEnding() != "" && len(test.body) < MaxSize && fault.Text(err, "") != errKind("").Error() {
				t.Errorf("a customer: %v", err)
			}
		})
	}
}

func TestSaveFilmRefuses(t *testing.T) {
	good := aFilm("isom", 100, track("avc1"))
	dull := errFilmKind().Error()
	const cut, mov, hevc = "没有传完或已损坏", "QuickTime", "HEVC"
	for what, test := range map[string]struct {
		body io.Reader
		says string
	}{
		"a page":                        {strings.NewReader(script), errKindOrFilm("").Error()},
		"a QuickTime film":              {strings.NewReader(aFilm("qt  ", 9, track("avc1"))), mov},
		"a film of a new phone":         {strings.NewReader(aFilm("mp42", 9, track("hvc1"), track("mp4a"))), hevc},
		"sound alone":                   {strings.NewReader(aFilm("isom", 9, track("mp4a"))), dull},
		"a sound of that family":        {strings.NewReader(aFilm("M4A ", 9, track("mp4a"))), "不支持这种文件"},
		"a film of an old phone":        {strings.NewReader(aFilm("3gp4", 9, track("s263"))), dull},
		"an AVI":                        {strings.NewReader("RIFF\x00\x00\x00\x00AVI LIST\x00\x00\x00\x00hdrlavih"), dull},
		"Matroska":                      {strings.NewReader(aWebM("matroska", "V_MPEG4/ISO/AVC")), dull},
		"a WebM in another coding":      {strings.NewReader(aWebM("webm", "V_MS/VFW")), dull},
		"half an MP4":                   {strings.NewReader(good[:len(good)/2]), cut},
		"an MP4 that lacks a byte":      {strings.NewReader(good[:len(good)-1]), cut},
		"its brand alone":               {strings.NewReader(good[:12]), cut},
		"an MP4 without pictures":       {strings.NewReader(aBox("ftyp", "isom") + aBox("moov", track("avc1"))), cut},
		"pictures that nothing is said": {strings.NewReader(aBox("ftyp", "isom") + aBox("mdat", "x")), cut},
		"a page behind its end":         {strings.NewReader(good + script), cut},
		"an archive behind its end":     {strings.NewReader(good + "PK\x05\x06" + strings.Repeat("\x00", 18)), cut},
		"a box below its own head":      {strings.NewReader(good + "\x00\x00\x00\x04free"), cut},
		"a box of all the sizes":        {strings.NewReader(good + "\x00\x00\x00\x01free\xff\xff\xff\xff\xff\xff\xff\xff"), cut},
		"a box of no size, said long":   {strings.NewReader(good + "\x00\x00\x00\x01free\x00\x00\x00\x00\x00\x00\x00\x00"), cut},
		"more boxes than are looked at": {strings.NewReader(good + strings.Repeat("\x00\x00\x00\x08free", maxBoxes)), cut},
		"boxes in boxes":                {strings.NewReader(aBox("ftyp", "isom") + nested(maxBoxes)), cut},
		"a WebM that lacks a byte":      {strings.NewReader(aWebM("webm", "V_VP8")[:60]), cut},
		"a WebM with a page behind it":  {strings.NewReader(aWebM("webm", "V_VP8") + script), cut},
		"a WebM that is a head":         {strings.NewReader(doc("webm")), cut},
		"a WebM of nothing":             {strings.NewReader(ebmlMagic), cut},
		"a WebM without tracks":         {strings.NewReader(doc("webm") + anElement(segmentID, anElement(clusterID, "x"))), cut},
		"a WebM without pictures":       {strings.NewReader(doc("webm") + anElement(segmentID, anElement(tracksID, "\x86\x85V_VP8"))), cut},
		"too long an MP4":               {io.MultiReader(strings.NewReader(good), io.LimitReader(neverEnding('x'), MaxFilm)), "视频不能超过50MB"},
		"too long a text":               {io.LimitReader(neverEnding('x'), MaxSize+1), "文件不能超过10MB"},
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t)
			_, err := s.SaveFilm(t.Context(), "a.mp4", test.body)
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Text(err, ""), test.says) {
				t.Error(err)
			}
			if names := kept(t, s); names != nil {
				t.Errorf("left behind: %v", names)
			}
		})
	}
}

// nested are boxes each in the other.
func nested(n int) string {
	var b []byte
	for i := range n {
		b = append(binary.BigEndian.AppendUint32(b, uint32(8*(n-i))), "trak"...)
	}
	return string(b)
}

func FuzzSaveFilm(f *testing.F) {
	f.Add([]byte(aFilm("isom", 9, track("avc1"), track("mp4a"))))
	f.Add([]byte(aFilm("qt  ", 9, track("avc1"))))
	f.Add([]byte(aWebM("webm", "V_VP9")))
	f.Add([]byte(live()))
	s := open(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := s.SaveFilm(t.Context(), "a", bytes.NewReader(b))
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if end := a.FilmEnding(); end != "" && (!strings.HasSuffix(a.Name, end) || a.Width != 0 || a.Size != int64(len(b))) {
			t.Fatalf("%+v", a)
		}
		if err := s.Delete(a.ID); err != nil {
			t.Fatal(err)
		}
	})
}
