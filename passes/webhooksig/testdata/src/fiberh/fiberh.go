package fiberh

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/gofiber/fiber/v2"
)

func Hook(secret string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(c.Body())
		if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(c.Get("Klaviyo-Signature"))) { // want `the HMAC leaves out the timestamp`
			return fiber.ErrUnauthorized
		}
		return c.SendStatus(204)
	}
}

func Good(secret string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(c.Body())
		m.Write([]byte(c.Get("Klaviyo-Timestamp")))
		if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(c.Get("Klaviyo-Signature"))) {
			return fiber.ErrUnauthorized
		}
		return c.SendStatus(204)
	}
}

func Never(c *fiber.Ctx) error {
	if c.Get("klaviyo-signature") == "" { // want `the handler reads "Klaviyo-Signature" and verifies nothing`
		return fiber.ErrUnauthorized
	}
	var v map[string]any
	if err := json.Unmarshal(c.Body(), &v); err != nil {
		return err
	}
	return c.JSON(v)
}

func App() *fiber.App {
	a := fiber.New()
	a.Post("/k", Hook("x"))
	a.Post("/g", Good("x"))
	a.Post("/n", Never)
	return a
}
