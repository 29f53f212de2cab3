package ginmw

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/gin-gonic/gin"
)

func Verify(secret string) gin.HandlerFunc {
	return func(c *gin.Context) {
		body, err := io.ReadAll(c.Request.Body)
		if err != nil {
			c.AbortWithStatus(400)
			return
		}
		c.Request.Body = io.NopCloser(bytes.NewReader(body))
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(body)
		m.Write([]byte(c.Request.Header.Get("Klaviyo-Timestamp")))
		sig, err := hex.DecodeString(c.GetHeader("Klaviyo-Signature"))
		if err != nil || !hmac.Equal(sig, m.Sum(nil)) {
			c.AbortWithStatusJSON(401, gin.H{"error": "signature"})
			return
		}
		c.Next()
	}
}

func handle(c *gin.Context) {
	id := c.GetHeader("Klaviyo-Webhook-Id")
	var v map[string]any
	if c.BindJSON(&v) != nil {
		return
	}
	c.JSON(200, gin.H{"id": id, "sig": c.GetHeader("Klaviyo-Signature")})
}

func Routes(r *gin.Engine) {
	g := r.Group("/hooks", Verify("x"))
	g.POST("/klaviyo", handle)
}
