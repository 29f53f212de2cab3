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
// older tool.
func tooOld(args []string) error {
	data, err := os.ReadFile(args[len(args)-1])
	if err != nil {
		return nil // unitchecker says so
	}
	var unit struct{ GoVersion string }
	if json.Unmarshal(data, &unit) != nil {
		return nil
	}
	own, want := version.Lang(runtime.Version()), version.Lang(unit.GoVersion)
	if own == "" || want == "" || version.Compare(want, own) <= 0 {
		return nil
	}
	return fmt.Errorf("this tool was built with %s, but the package needs %s: %s", runtime.Version(), want, buildAgain)
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
