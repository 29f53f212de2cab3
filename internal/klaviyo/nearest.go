package klaviyo

import "strings"

// Costs of [Nearest], in tenths of a wholly different segment. They are set so
// that one slip (a misspelt word, the wrong method, a forgotten /api, id or
// "relationships") stays below nearestLimit and two unrelated ones do not.
const (
	nearestLimit     = 7
	costWrongMethod  = 5
	costPutForPatch  = 2
	costMissingAPI   = 2
	costMissingID    = 4
	costMissingWord  = 8
	costExtraSegment = 8
	costHoleForWord  = 4
	costWordForID    = 3
	costUnrelated    = 12
)

// Nearest returns the endpoint that a request which matches none most likely
// means: same or similar words, a method that the path has. It returns nil
// rather than a far-fetched one, and never a legacy or removed endpoint. The
// method may be "".
func Nearest(method, path string) *Endpoint {
	p := parsePath(path)
	if strings.Trim(strings.Join(p.segs, ""), Hole) == "" {
		return nil
	}
	best, bestCost := (*Endpoint)(nil), nearestLimit+1
	for _, e := range endpoints().all {
		if e.Stage == LegacyStage || e.Stage == RemovedStage {
			continue
		}
		cost := methodCost(method, e.Method)
		if cost < bestCost {
			cost += pathCost(p.segs, e.segs)
		}
		// A stable endpoint comes first in the table, so it wins a tie.
		if cost < bestCost {
			best, bestCost = e, cost
		}
	}
	return best
}

func methodCost(got, want string) int {
	switch {
	case got == "" || strings.EqualFold(got, want):
		return 0
	case strings.EqualFold(got, "PUT") && want == "PATCH":
		return costPutForPatch
	}
	return costWrongMethod
}

// pathCost is the edit distance between a path and a template, by segment.
func pathCost(got, want []string) int {
	prev := make([]int, len(want)+1)
	for j, w := range want {
		prev[j+1] = prev[j] + missingCost(j, w)
	}
	for _, g := range got {
		next := make([]int, len(want)+1)
		next[0] = prev[0] + costExtraSegment
		for j, w := range want {
			next[j+1] = min(prev[j]+wordCost(g, w), prev[j+1]+costExtraSegment, next[j]+missingCost(j, w))
		}
		prev = next
	}
	return prev[len(want)]
}

func missingCost(at int, want string) int {
	switch {
	case at == 0 && want == "api":
		return costMissingAPI
	case isParam(want) || want == "relationships":
		return costMissingID
	}
	return costMissingWord
}

func wordCost(got, want string) int {
	switch {
	case got == want:
		return 0
	case isParam(want):
		if strings.Contains(got, Hole) || strings.ContainsAny(got, "0123456789") {
			return 0
		}
		return costWordForID
	case got == Hole:
		return costHoleForWord
	}
	longer := max(len(got), len(want))
	if longer > 100 {
		return costUnrelated
	}
	// Rounded up: a small difference is still one.
	if c := (10*distance(strings.ToLower(got), want) + longer - 1) / longer; c <= 4 {
		return max(c, 1)
	}
	return costUnrelated
}

// distance is the Levenshtein distance between two words, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
