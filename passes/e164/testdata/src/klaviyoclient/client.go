// Package klaviyoclient declares what others fill.
package klaviyoclient

type Person struct {
	Email string `json:"email"`
	Phone string `json:"phone_number"`
	Desk  string `json:"title"`
}
