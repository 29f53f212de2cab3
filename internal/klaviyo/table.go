package klaviyo

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

//go:embed data/*.csv
var data embed.FS

// A row is one line of a table, by column name.
type row struct {
	file string
	line int
	cell map[string]string
}

// table reads an embedded CSV file with a header line. The files are part of
// the program and every row of each is read by a test, so a fault in one is a
// fault of the build: it panics.
func table(name string) []row {
	f, err := data.Open("data/" + name)
	if err != nil {
		panic("klaviyo: " + err.Error())
	}
	defer f.Close()
	r := csv.NewReader(f)
	lines, err := r.ReadAll()
	if err != nil || len(lines) == 0 {
		panic(fmt.Sprintf("klaviyo: %s: %v", name, err))
	}
	rows := make([]row, 0, len(lines)-1)
	for i, l := range lines[1:] {
		cell := make(map[string]string, len(l))
		for j, v := range l {
			cell[lines[0][j]] = v
		}
		rows = append(rows, row{name, i + 2, cell})
	}
	return rows
}

// str returns a cell; a column that the table does not have is a fault.
func (r row) str(col string) string {
	v, ok := r.cell[col]
	if !ok {
		r.fail("no column " + strconv.Quote(col))
	}
	return v
}

// num returns a cell as a number, 0 when it is empty.
func (r row) num(col string) int {
	v := r.str(col)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		r.fail(err.Error())
	}
	return n
}

// day returns a cell as a day, the zero Day when it is empty.
func (r row) day(col string) Day {
	v := r.str(col)
	if v == "" {
		return Day{}
	}
	d, err := ParseDay(v)
	if err != nil {
		r.fail(err.Error())
	}
	return d
}

// yes returns a cell that says yes or no.
func (r row) yes(col string) bool {
	switch v := r.str(col); v {
	case "yes":
		return true
	case "no":
		return false
	default:
		r.fail(strconv.Quote(v) + " is neither yes nor no")
		return false
	}
}

// list returns the parts of a cell between separators, trimmed; none when the
// cell is empty.
func (r row) list(col, sep string) []string {
	var out []string
	for part := range strings.SplitSeq(r.str(col), sep) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (r row) fail(why string) {
	panic(fmt.Sprintf("klaviyo: data/%s:%d: %s", r.file, r.line, why))
}
