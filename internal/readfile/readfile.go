// Package readfile reads files that somebody else has made. A pipe or a device
// would keep a reader waiting, and a file of any size would fill the memory, so
// everything that klaviyolint reads by name goes through here.
package readfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Limits for the kinds of files that are read whole, in bytes. What is larger
// was not written by a person.
const (
	Settings = 1 << 20  // configuration, go.work
	Module   = 16 << 20 // go.mod, go.sum, vendor/modules.txt
	Source   = 32 << 20 // Go files
	Report   = 64 << 20 // baselines and earlier reports
)

// Errors that say why an existing file is not read. They stand inside an error
// that names the file.
var (
	ErrIrregular = errors.New("not a regular file")
	ErrTooLarge  = errors.New("too large")
)

// Regular returns the content of a regular file of at most limit bytes, or of
// one that a symbolic link leads to. A pipe, a device or a folder is refused
// before it is opened.
func Regular(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
			pe.Op = "open" // the step that a reader expects
		}
		return nil, err
	}
	if err := check(name, info, limit); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// It may have been replaced in between.
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if err := check(name, info, limit); err != nil {
		return nil, err
	}
	data := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if int64(len(data)) > limit {
			return nil, tooLarge(name, limit)
		}
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)] // it has grown meanwhile
		}
	}
}

func check(name string, info os.FileInfo, limit int64) error {
	switch {
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w (%s)", name, ErrIrregular, kind(info.Mode()))
	case info.Size() > limit:
		return tooLarge(name, limit)
	}
	return nil
}

func tooLarge(name string, limit int64) error {
	return fmt.Errorf("%s: %w: at most %d MiB are read", name, ErrTooLarge, limit>>20)
}

func kind(m os.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&os.ModeNamedPipe != 0:
		return "a pipe"
	case m&os.ModeSocket != 0:
		return "a socket"
	case m&os.ModeDevice != 0:
		return "a device"
	}
	return "mode " + m.String()
}
