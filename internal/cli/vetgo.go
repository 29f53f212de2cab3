package cli

import (
	"encoding/json"
	"fmt"
	"go/version"
	"os"
	"runtime"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A tool for vet reads what the compiler of the calling go command wrote, with
// the packages of the Go that it was built with. An older tool cannot know a
// newer form. The type checker then says that a package requires a newer Go, or
// panics on the export data; neither tells that it is the tool to be built again.

// tooOld reports what the units of a newer go command ask for, if this is an
// older tool. Its standard library always does, which tells nothing of the code
// that is judged: for a module that asks for no more than this tool knows, what
// that library exports can be read most of the time. No rule wants facts about it,
// so none is the answer, rather than an error for each of its packages; done says
// that this was all.
func tooOld(args []string) (done bool, err error) {
	data, err := os.ReadFile(args[len(args)-1])
	if err != nil {
		return false, nil // unitchecker says so
	}
	var unit struct {
		GoVersion, ModulePath, ImportPath, VetxOutput string
		VetxOnly                                      bool
	}
	if json.Unmarshal(data, &unit) != nil {
		return false, nil
	}
	own, want := version.Lang(runtime.Version()), version.Lang(unit.GoVersion)
	if own == "" || want == "" || version.Compare(want, own) <= 0 {
		return false, nil
	}
	if first, _, _ := strings.Cut(unit.ImportPath, "/"); unit.VetxOnly && unit.ModulePath == "" && !strings.Contains(first, ".") {
		return true, os.WriteFile(unit.VetxOutput, nil, 0o666)
	}
	return false, fmt.Errorf("this tool was built with %s, but the package needs %s: %s", runtime.Version(), want, buildAgain)
}

const buildAgain = "build klaviyolint again with the Go that runs go vet"

// unreadable turns a panic of the type checker into one line.
func unreadable(r any) string {
	text := klaviyo.MaskKeys(fmt.Sprint(r))
	if strings.Contains(text, "export data") {
		line, _, _ := strings.Cut(text, "\n")
		return fmt.Sprintf("this tool was built with %s, which cannot read what this go command compiles (%s): %s", runtime.Version(), line, buildAgain)
	}
	// The value could quote source text; only its type is safe to print.
	return fmt.Sprintf("panic before the analysis (%T); please report it with `klaviyolint version`", r)
}

// vetFailed prints one line and ends the program as unitchecker does.
func vetFailed(message string) {
	fmt.Fprintf(os.Stderr, "klaviyolint: %s\n", message)
	os.Exit(1)
}
