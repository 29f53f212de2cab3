package load

import (
	"bufio"
	"go/types"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// sizes returns how large values are where the code is built for.
func sizes() types.Sizes {
	arch := goEnv("GOARCH")
	if arch == "" {
		arch = runtime.GOARCH
	}
	if s := types.SizesFor("gc", arch); s != nil {
		return s
	}
	return types.SizesFor("gc", "amd64")
}

// goEnv returns a setting of the go command from the environment or from the file
// that `go env -w` writes, without starting the command.
func goEnv(name string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	file := os.Getenv("GOENV")
	if file == "off" {
		return ""
	}
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return ""
		}
		file = filepath.Join(dir, "go", "env")
	}
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, v, ok := strings.Cut(lines.Text(), "="); ok && key == name {
			return v
		}
	}
	return ""
}
