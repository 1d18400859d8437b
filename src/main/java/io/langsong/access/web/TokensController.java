package io.langsong.access.web;

import io.langsong.access.ApiToken;
import io.langsong.access.ApiTokens;
import io.langsong.access.TokenWish;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.SignedIn;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tokens, for programs of administrators. */
@RestController
@RequestMapping(path = "/api/v1/tokens", produces = "application/json")
class TokensController {
    private final ApiTokens tokens;
    private final Villages villages;

    TokensController(ApiTokens tokens, Villages villages) {
        this.tokens = tokens;
        this.villages = villages;
    }

    record TokenJson(
            long id,
            String name,
            String role,
            String scope,
            List<String> villages,
            @Nullable String issuedBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static TokenJson of(ApiToken token) {
            return new TokenJson(
                    token.id(),
                    token.name(),
                    token.role().name().toLowerCase(Locale.ROOT),
                    token.scope().name().toLowerCase(Locale.ROOT),
                    token.villages().stream().sorted().toList(),
                    token.issuedBy(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    /** What may be sent. */
    record TokenSent(
            String name,

            @ApiValue(choices = {"viewer", "technician", "admin"})
            String role,

            @ApiValue(choices = {"all", "read", "metrics", "wallboard"})
            String scope,

            @ApiValue("left out: does not expire") @Nullable Integer days,
            @Nullable List<String> villages) {}

    record IssuedJson(TokenJson token, String secret) {}

    @ApiCall("All tokens, without their secrets.")
    @GetMapping
    List<TokenJson> list() {
        return tokens.all().stream().map(TokenJson::of).toList();
    }

    /** The secret is in this answer alone. */
    @ApiCall(
            value = "Issues a token; its secret is in this answer alone.",
            body = TokenSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<IssuedJson> issue(@RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, TokenSent.class);
        List<String> chosen = body.texts("villages");
        villages.require(chosen);
        SignedIn who = SignedIn.current();
        ApiTokens.Issued issued = tokens.issue(
                new TokenWish(body.text("name"), body.text("role"), body.text("scope"), body.number("days"), chosen),
                who == null ? null : who.name());
        return ResponseEntity.created(
                        URI.create("/api/v1/tokens/" + issued.token().id()))
                .header("Cache-Control", "no-store")
                .body(new IssuedJson(TokenJson.of(issued.token()), issued.secret()));
    }

    @ApiCall("One token.")
    @GetMapping("/{id}")
    TokenJson one(@PathVariable long id) {
        return tokens.find(id).map(TokenJson::of).orElseThrow(() -> unknown(id));
    }

    @ApiCall(value = "Revokes a token.", status = 204)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable long id) {
        if (!tokens.revoke(id)) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    private static RequestRefused unknown(long id) {
        return RequestRefused.unknown("id", Long.toString(id), "is no token", "ask for the list of tokens");
    }
}
