package main

import (
	"bytes"
	"os"
	"testing"
)

// The table is what the specification gives.
func TestTableIsFresh(t *testing.T) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../probes.csv")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), have) {
		t.Error("probes.csv is not up to date: go generate ./internal/preflight")
	}
}
