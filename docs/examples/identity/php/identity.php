<?php
// Prints a signed identity for a customer of a shop, as the shop's server hands
// it to the page: php identity.php jwt xk10001 张伟
// YIWEN_KEY is what "yiwen identity-key" printed, YIWEN_SITE the site's id.
declare(strict_types=1);

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** Signs what the shop says of its customer. More may be said: see docs/embed.md. */
function jwt(string $key, string $site, string $user, string $name): string
{
    $claims = ['sub' => $user, 'aud' => $site, 'exp' => time() + 3600];
    if ($name !== '') {
        $claims['name'] = $name;
    }
    $signed = base64url('{"alg":"HS256","typ":"JWT"}') . '.' . base64url(json_encode($claims, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR));
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $key, true));
}

/** Signs a customer's id and nothing else. */
function simple(string $key, string $user): string
{
    return 'hmac:' . base64url($user) . ':' . hash_hmac('sha256', $user, $key);
}

function identity(string $form, string $key, string $site, string $user, string $name): string
{
    if ($key === '') {
        throw new InvalidArgumentException('YIWEN_KEY is not set');
    }
    // A longer "id" could be made to be the claims of a JWT.
    if (!preg_match('/^.{1,64}$/Dus', $user)) {
        throw new InvalidArgumentException('an id has 1 to 64 characters');
    }
    return match ($form) {
        'jwt' => jwt($key, $site, $user, $name),
        'hmac' => simple($key, $user),
        default => throw new InvalidArgumentException("$form is neither jwt nor hmac"),
    };
}

try {
    echo identity($argv[1] ?? '', getenv('YIWEN_KEY') ?: '', getenv('YIWEN_SITE') ?: 'default', $argv[2] ?? '', $argv[3] ?? ''), "\n";
} catch (Exception $e) {
    fwrite(STDERR, $e->getMessage() . "\n");
    exit(1);
}
