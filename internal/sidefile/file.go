package sidefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

const (
	// SmallLimit bounds scripts, configuration and embedded files: what people
	// write by hand is smaller, and what is larger is data.
	SmallLimit = 1 << 20
	// ManifestLimit bounds manifests and lock files, which tools write.
	ManifestLimit = 64 << 20
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// A File is the text of one file.
type File struct {
	Path string
	Data []byte // without the byte-order mark
	mark int    // length of the byte-order mark
	// lines computes the offset of each line's first byte in Data.
	lines func() []int
}

// New makes a File from bytes at hand, as they are on disk.
func New(path string, data []byte) *File {
	f := &File{Path: path, Data: bytes.TrimPrefix(data, byteOrderMark)}
	f.mark = len(data) - len(f.Data)
	f.lines = sync.OnceValue(func() []int {
		starts := []int{0}
		for i, c := range f.Data {
			if c == '\n' {
				starts = append(starts, i+1)
			}
		}
		return starts
	})
	return f
}

// Position returns the one-based line and column of an offset in Data. Columns
// count the bytes of the file as it is on disk, so those of a byte-order mark
// too. An offset past the end is the end.
func (f *File) Position(offset int) (line, col int) {
	starts := f.lines()
	offset = max(0, min(offset, len(f.Data)))
	line = sort.SearchInts(starts, offset+1)
	col = offset - starts[line-1] + 1
	if line == 1 {
		col += f.mark
	}
	return line, col
}

// Offset is the inverse of Position for a place in Data, where a byte-order
// mark does not count.
func (f *File) Offset(line, col int) int {
	starts := f.lines()
	line = max(1, min(line, len(starts)))
	return max(0, min(starts[line-1]+col-1, len(f.Data)))
}

// LineStarts returns the offsets of the lines in the file on disk.
func (f *File) LineStarts() []int {
	starts := slices.Clone(f.lines())
	for i := range starts[1:] {
		starts[1+i] += f.mark
	}
	// A line that begins at the very end holds nothing.
	if n := len(starts); n > 1 && starts[n-1] == f.mark+len(f.Data) {
		starts = starts[:n-1]
	}
	return starts
}

// DiskOffset turns an offset in Data into one in the file on disk.
func (f *File) DiskOffset(offset int) int { return offset + f.mark }

// errNoFile is what opening something that is no readable text gives: it is
// no fault of the file's, there is only nothing to read.
var errNoFile = errors.New("not a text file")

// Read returns the text of a file, or nil for what is not to be read: a
// directory, a pipe, a dangling or circular link, a binary file, one larger
// than the limit. An error says that a file that should be read could not be.
func Read(path string, limit int64) (*File, error) {
	var buf []byte
	return ReadInto(&buf, path, limit)
}

// ReadInto is [Read] with a buffer that is used again for the next file: the
// File is good until then.
func ReadInto(buf *[]byte, path string, limit int64) (*File, error) {
	data, err := read(buf, path, limit)
	if errors.Is(err, errNoFile) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return New(path, data), nil
}

// Text is [ReadInto] for a run, in which an open document may stand in for the file.
func Text(c *rule.FileContext, buf *[]byte, path string, limit int64) (*File, error) {
	if text, ok := c.Overlay[path]; ok {
		if int64(len(text)) > limit || IsBinary(text) {
			return nil, nil
		}
		return New(path, text), nil
	}
	return ReadInto(buf, path, limit)
}

func read(buf *[]byte, path string, limit int64) ([]byte, error) {
	// Stat first: opening a pipe would wait for its other end.
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || isLoop(err):
		return nil, errNoFile
	case err != nil:
		return nil, reason(err)
	case !info.Mode().IsRegular() || info.Size() > limit:
		return nil, errNoFile
	}
	data, err := fill(buf, path, limit)
	switch {
	case err != nil:
		return nil, reason(err)
	case int64(len(data)) > limit || IsBinary(data):
		return nil, errNoFile
	}
	return data, nil
}

// Fill reads a whole file into a buffer, which grows as needed and is used
// again for the next file: what Fill returned before is gone then.
func Fill(buf *[]byte, path string) ([]byte, error) { return fill(buf, path, math.MaxInt64-1) }

// fill reads one byte more than limit at most.
func fill(buf *[]byte, path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil {
		// One byte more, to see the end without another allocation.
		if size := min(info.Size(), limit) + 1; size > int64(cap(*buf)) {
			*buf = make([]byte, 0, size)
		}
	}
	data := (*buf)[:0]
	for int64(len(data)) <= limit {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := file.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	*buf = data[:0]
	return data, nil
}

// reason drops the path from a file error, since every caller names the file
// itself.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return fmt.Errorf("cannot read the file: %w", pe.Err)
	}
	return err
}

// isLoop reports whether a file error means a circle of links. The standard
// library has no portable name for it.
func isLoop(err error) bool {
	return err != nil && bytes.Contains([]byte(err.Error()), []byte("too many levels of symbolic links"))
}

// IsBinary reports whether the data is no text, as git decides it: a zero byte
// near the start.
func IsBinary(data []byte) bool {
	return bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0
}

// Exists reports whether a path names a regular file.
func Exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Lines yields each line with the offset of its first byte, without its end.
func (f *File) Lines() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for start := 0; start < len(f.Data); {
			rest := f.Data[start:]
			n := bytes.IndexByte(rest, '\n')
			next := start + n + 1
			if n < 0 {
				n, next = len(rest), len(f.Data)
			}
			if !yield(start, string(bytes.TrimSuffix(rest[:n], []byte("\r")))) {
				return
			}
			start = next
		}
	}
}

// ContainsFold reports whether a text holds a word, in any case. The word is of
// lower-case ASCII.
func ContainsFold(text []byte, word string) bool {
	// IndexByte looks at many bytes at a time, so that jumping from one rare
	// letter to the next passes over most of the text.
	at := rarest(word)
	for _, c := range cases(word[at]) {
		for i := at; i < len(text); i++ {
			n := bytes.IndexByte(text[i:], c)
			if n < 0 {
				break
			}
			i += n
			if i-at+len(word) > len(text) {
				break
			}
			if equalFold(text[i-at:i-at+len(word)], word) {
				return true
			}
		}
	}
	return false
}

// rare lists bytes by how rarely they stand in Go code, counted in the standard
// library and in two large modules.
const rare = "jqz9-75k8643_2wxvybhg1/m.p"

// rarest returns the index of the byte of a word by which it is looked for.
func rarest(word string) int {
	best, rank := 0, len(rare)
	for i := range len(word) {
		if r := strings.IndexByte(rare, word[i]); r >= 0 && r < rank {
			best, rank = i, r
		}
	}
	return best
}

// cases returns a byte in both its cases, where it has two.
func cases(c byte) []byte {
	if 'a' <= c && c <= 'z' {
		return []byte{c, c - 'a' + 'A'}
	}
	return []byte{c}
}

// equalFold compares ASCII text with a lower-case word of the same length.
func equalFold(text []byte, word string) bool {
	for i := range len(word) {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}
