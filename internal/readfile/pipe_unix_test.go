//go:build unix

package readfile

import (
	"errors"
	"net"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe that nobody writes to would be waited for without end.
func TestPipe(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Skip(err)
	}
	if _, err := Regular(pipe, 10); !errors.Is(err, ErrIrregular) {
		t.Errorf("a pipe: %v", err)
	}
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	if _, err := Regular(socket, 10); !errors.Is(err, ErrIrregular) {
		t.Errorf("a socket: %v", err)
	}
}
