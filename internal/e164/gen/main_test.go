package main

import (
	"bytes"
	"os"
	"testing"
)

// The table in the tree is what this library's metadata gives: after an update
// of the library, `go generate ./internal/e164` is due.
func TestTableIsCurrent(t *testing.T) {
	want, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../table.go")
	if err != nil {
		t.Fatal(err)
	}
	// A checkout on Windows may have turned the line ends.
	if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
		t.Error("internal/e164/table.go differs from the metadata: run `go generate ./internal/e164`")
	}
}

func TestGenerateTwice(t *testing.T) {
	a, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	b, err := generate()
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("two runs differ (%v)", err)
	}
}
