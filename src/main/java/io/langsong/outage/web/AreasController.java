package io.langsong.outage.web;

import io.langsong.access.AuditTrail;
import io.langsong.inventory.SiteId;
import io.langsong.outage.AreaProposal;
import io.langsong.outage.AreaProposals;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/power-area-proposals")
class AreasController {
    private final AreaProposals proposals;
    private final SeenInventory inventory;

    AreasController(AreaProposals proposals, SeenInventory inventory) {
        this.proposals = proposals;
        this.inventory = inventory;
    }

    /** As {@link AreaProposal}. */
    record AreaProposalJson(
            @ApiValue("names the proposal in a decision") String key,
            List<String> sites,

            @ApiValue("that some of them are in; null for a new one") @Nullable
            String area,

            @ApiValue("how much speaks for it: 8 is 250 to one")
            double bits,

            @ApiValue("when at least two of them lost power together, the newest first")
            List<Instant> together) {
        static AreaProposalJson of(AreaProposal proposal) {
            return new AreaProposalJson(
                    proposal.key(),
                    proposal.sites().stream().map(SiteId::value).toList(),
                    proposal.area() == null ? null : proposal.area().value(),
                    Math.round(proposal.bits() * 10) / 10.0,
                    proposal.together());
        }
    }

    /** What may be sent to accept. */
    record AreaAcceptSent(
            @ApiValue("of the proposal") String key,

            @ApiValue("of the new power area; unused where the sites join one") @Nullable
            String name) {}

    /** What may be sent to reject. */
    record AreaRejectSent(@ApiValue("of the proposal") String key) {}

    /** The power area that the sites are in now. */
    record AreaAcceptedJson(String area) {}

    @ApiCall("Sites that lose power together again and again and are in no common power area yet, the surest first.")
    @GetMapping
    List<AreaProposalJson> list() {
        return proposals.find(inventory.snapshot()).stream()
                .map(AreaProposalJson::of)
                .toList();
    }

    @ApiCall(value = "Puts the sites of a proposal into one power area.", body = AreaAcceptSent.class)
    @PostMapping("/accept")
    AreaAcceptedJson accept(@RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, AreaAcceptSent.class);
        String key = body.text("key");
        return new AreaAcceptedJson(proposals
                .accept(key == null ? "" : key, body.text("name"), inventory.snapshot(), inventory::apply)
                .value());
    }

    @ApiCall(
            value =
                    "Says that the sites of a proposal hang on different lines; it comes again only by what happens later.",
            body = AreaRejectSent.class)
    @PostMapping("/reject")
    List<AreaProposalJson> reject(@RequestBody JsonNode json) {
        JsonFields body = JsonFields.of(json, AreaRejectSent.class);
        String key = body.text("key");
        SignedIn who = SignedIn.current();
        proposals.reject(key == null ? "" : key, inventory.snapshot(), who == null ? AuditTrail.NOBODY : who.name());
        return list();
    }
}
