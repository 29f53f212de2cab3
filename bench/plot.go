package main

import (
	"fmt"
	"math"
	"strings"
)

// A curve point is the samples of a module of some size.
type curve struct {
	size    int
	samples []sample
}

// draw plots time over size, both on logarithmic axes.
func draw(points []curve) string {
	const w, h, left, bottom, top, right = 640, 360, 70, 50, 20, 190
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", w, h)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", w, h)
	minT, maxT, minN, maxN := math.Inf(1), 0.0, math.Inf(1), 0.0
	for _, p := range points {
		minN, maxN = min(minN, float64(p.size)), max(maxN, float64(p.size))
		for _, s := range p.samples {
			if s.err == nil {
				minT, maxT = min(minT, s.wall.Seconds()), max(maxT, s.wall.Seconds())
			}
		}
	}
	if maxT == 0 {
		return b.String() + "</svg>\n"
	}
	lo, hi := math.Floor(math.Log10(minT)), math.Ceil(math.Log10(maxT))
	x := func(n float64) float64 {
		return left + (w-left-right)*(math.Log(n)-math.Log(minN))/math.Max(math.Log(maxN)-math.Log(minN), 1e-9)
	}
	y := func(t float64) float64 {
		return float64(h-bottom) - (h-bottom-top)*(math.Log10(t)-lo)/math.Max(hi-lo, 1)
	}
	for d := lo; d <= hi; d++ {
		v := math.Pow(10, d)
		fmt.Fprintf(&b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%g s</text>`+"\n", left, y(v), w-right, y(v), left-8, y(v)+4, v)
	}
	colours := []string{"#0b6e4f", "#888", "#c0392b", "#2c6fbb"}
	for i, s := range points[0].samples {
		var line []string
		last := 0.0
		for _, p := range points {
			if p.samples[i].err == nil {
				last = y(p.samples[i].wall.Seconds())
				line = append(line, fmt.Sprintf("%.1f,%.1f", x(float64(p.size)), last))
			}
		}
		colour := colours[i%len(colours)]
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%d" y="%.1f" fill="%s">%s</text>`+"\n", strings.Join(line, " "), colour, w-right+8, last+4, colour, s.name)
	}
	for _, p := range points {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x(float64(p.size)), h-bottom+18, p.size)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d">packages in the module, ten of which call Klaviyo</text>`+"\n</svg>\n", left, h-12)
	return b.String()
}
