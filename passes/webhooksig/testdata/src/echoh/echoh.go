package echoh

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"
)

type Handler struct{ Secret string }

func (h *Handler) Hook(c echo.Context) error {
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return echo.NewHTTPError(400)
	}
	m := hmac.New(sha256.New, []byte(h.Secret))
	m.Write([]byte(c.Request().Header.Get("Klaviyo-Timestamp")))
	m.Write(body)
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(c.Request().Header.Get("Klaviyo-Signature"))) { // want `the HMAC starts with the timestamp`
		return echo.ErrUnauthorized
	}
	return c.NoContent(http.StatusNoContent)
}

func (h *Handler) Never(c echo.Context) error {
	sig := c.Request().Header.Get("Klaviyo-Signature") // want `the handler reads "Klaviyo-Signature" and verifies nothing`
	c.Logger().Infof("got %s", sig)
	var v map[string]any
	if err := c.Bind(&v); err != nil {
		return err
	}
	return c.JSON(200, v)
}

func mw(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Header.Get("Klaviyo-Signature") == "" {
			return echo.ErrUnauthorized
		}
		return next(c)
	}
}
