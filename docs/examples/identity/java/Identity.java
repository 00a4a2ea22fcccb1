import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Prints a signed identity for a customer of a shop, as the shop's server hands it
 * to the page: java Identity.java jwt xk10001 张伟 (Java 17 or later).
 * YIWEN_KEY is what "yiwen identity-key" printed, YIWEN_SITE the site's id.
 */
public final class Identity {
    private Identity() {}

    /** Signs what the shop says of its customer. More may be said: see docs/embed.md. */
    static String jwt(String key, String site, String user, String name) throws GeneralSecurityException {
        long expires = System.currentTimeMillis() / 1000 + 3600;
        String claims = "{\"sub\":" + quote(user) + ",\"aud\":" + quote(site) + ",\"exp\":" + expires
            + (name.isEmpty() ? "" : ",\"name\":" + quote(name)) + "}";
        String signed = base64url(utf8("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + base64url(utf8(claims));
        return signed + "." + base64url(hmac(key, signed));
    }

    /** Signs a customer's id and nothing else. */
    static String simple(String key, String user) throws GeneralSecurityException {
        return "hmac:" + base64url(utf8(user)) + ":" + HexFormat.of().formatHex(hmac(key, user));
    }

    static String identity(String form, String key, String site, String user, String name) throws GeneralSecurityException {
        if (key == null || key.isEmpty()) {
            throw new IllegalArgumentException("YIWEN_KEY is not set");
        }
        int length = user.codePointCount(0, user.length());
        if (length < 1 || length > 64) {
            // A longer "id" could be made to be the claims of a JWT.
            throw new IllegalArgumentException("an id has 1 to 64 characters");
        }
        return switch (form) {
            case "jwt" -> jwt(key, site, user, name);
            case "hmac" -> simple(key, user);
            default -> throw new IllegalArgumentException(form + " is neither jwt nor hmac");
        };
    }

    private static byte[] hmac(String key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(utf8(key), "HmacSHA256"));
        return mac.doFinal(utf8(text));
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A text as JSON. A shop that has a JSON library uses that. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    public static void main(String[] args) throws GeneralSecurityException {
        String site = System.getenv("YIWEN_SITE");
        try {
            System.out.println(identity(at(args, 0), System.getenv("YIWEN_KEY"), site == null || site.isEmpty() ? "default" : site, at(args, 1), at(args, 2)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static String at(String[] args, int i) {
        return i < args.length ? args[i] : "";
    }
}
