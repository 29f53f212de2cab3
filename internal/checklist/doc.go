// Package checklist answers whether a code base may go live against Klaviyo: a
// verdict for each item, with evidence that a person can open, or with the words
// that say what would settle it.
//
// Package items finds the subjects of each item; [Conclude] makes verdicts of
// them, by one function for all items; package view shows the [Report]. No view
// computes a verdict, and no item does.
package checklist
