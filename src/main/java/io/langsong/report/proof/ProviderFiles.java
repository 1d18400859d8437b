package io.langsong.report.proof;

import io.langsong.availability.Availability;
import io.langsong.availability.CountedOutage;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.inventory.Contract;
import io.langsong.inventory.ContractId;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.Provider;
import io.langsong.inventory.Site;
import io.langsong.outage.Condition;
import io.langsong.outage.Correction;
import io.langsong.outage.Corrections;
import io.langsong.outage.Evidence;
import io.langsong.outage.Ledger;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outage.Cause;
import io.langsong.outage.Recorded;
import io.langsong.report.Measures;
import io.langsong.report.ReportPeriod;
import io.langsong.report.Rules;
import io.langsong.report.proof.ProviderFile.Blame;
import io.langsong.report.proof.ProviderFile.Fault;
import io.langsong.report.proof.ProviderFile.Ground;
import io.langsong.report.proof.ProviderFile.Line;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeProperties;
import io.langsong.uptime.Uptimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Gathers what a provider is to be told, from the record of outages. Any thread; takes as long as it must. */
@Component
public class ProviderFiles {
    private final Uptimes uptimes;
    private final Ledger ledger;
    private final Corrections corrections;
    private final Inventory inventory;
    private final Rules rules;
    private final ContractProperties settings;

    ProviderFiles(
            Uptimes uptimes,
            Ledger ledger,
            Corrections corrections,
            Inventory inventory,
            UptimeProperties counting,
            ContractProperties settings) {
        this.uptimes = uptimes;
        this.ledger = ledger;
        this.corrections = corrections;
        this.inventory = inventory;
        this.rules = new Rules(
                settings.contractTarget(),
                counting.enoughCoverage(),
                counting.blip().toSeconds(),
                counting.cutoffDay(),
                0,
                0);
        this.settings = settings;
    }

    /** The contracts under which there is a line, in the order of their ids. */
    public List<Contract> contracts() {
        InventorySnapshot there = inventory.snapshot();
        Set<String> used = new TreeSet<>();
        there.links().forEach(link -> {
            if (link.contract() != null) {
                used.add(link.contract().value());
            }
        });
        return used.stream()
                .flatMap(id -> there.contract(new ContractId(id)).stream())
                .toList();
    }

    /** Empty when there is no such contract. */
    public Optional<ProviderFile> of(ReportPeriod period, ContractId id) {
        InventorySnapshot there = inventory.snapshot();
        Contract contract = there.contract(id).orElse(null);
        Provider provider =
                contract == null ? null : there.provider(contract.provider()).orElse(null);
        if (contract == null || provider == null) {
            return Optional.empty();
        }
        List<Link> links = there.links().stream()
                .filter(link -> id.equals(link.contract()))
                .sorted(Comparator.comparing(link -> link.id().value()))
                .toList();
        Map<ObjectRef, Uptime> figures = uptimes.of(
                links.stream().map(link -> ObjectRef.of(link.id())).toList(),
                period.interval(),
                UptimeCalendar.ALL_HOURS);
        Around around = new Around(there, links, period.interval());
        List<Line> lines = new ArrayList<>();
        for (Link link : links) {
            Uptime uptime = figures.get(ObjectRef.of(link.id()));
            if (uptime != null) {
                lines.add(new Line(
                        link.id().value(),
                        link.name(),
                        Measures.of(List.of(uptime), rules),
                        faults(uptime, link, contract, around)));
            }
        }
        return Optional.of(
                new ProviderFile(contract, provider, period, settings.contractTarget(), rules.enoughCoverage(), lines));
    }

    private List<Fault> faults(Uptime uptime, Link link, Contract contract, Around around) {
        List<Long> ids = uptime.records().stream().map(Recorded::id).toList();
        Map<Long, Outage> outages = ledger.outages(ids);
        Map<Long, List<Correction>> said = corrections.of(ids);
        Interval period = uptime.availability().period();
        List<Fault> faults = new ArrayList<>();
        for (CountedOutage one : uptime.availability().outages()) {
            List<Recorded> records = uptime.recordsOf(one);
            Recorded first = records.stream()
                    .filter(record -> record.condition() == Condition.DOWN)
                    .findFirst()
                    .orElse(records.get(0));
            Blame blame = blame(first);
            long length = Measures.seconds(one.length());
            Integer allowed = contract.repairHours();
            faults.add(new Fault(
                    records.stream().map(Recorded::id).toList(),
                    one.whole().from(),
                    one.whole().hasEnd() ? one.whole().until() : null,
                    Measures.seconds(one.counted().and(period).total()),
                    length,
                    first.cause(),
                    blame,
                    allowed != null && length > Duration.ofHours(allowed).toSeconds(),
                    blame == Blame.PROVIDER
                            ? grounds(records, first, one.counted().and(period), link, outages, said, around)
                            : List.of()));
        }
        return faults;
    }

    private static Blame blame(Recorded first) {
        return switch (first.cause()) {
            case LINK, PROVIDER -> Blame.PROVIDER;
            case POWER, DEVICE, CONFIGURATION, PLANNED, UPSTREAM -> Blame.OURS;
            case DISASTER -> Blame.DISASTER;
            case UNKNOWN -> Blame.UNKNOWN;
        };
    }

    private static List<Ground> grounds(
            List<Recorded> records,
            Recorded first,
            Intervals out,
            Link link,
            Map<Long, Outage> outages,
            Map<Long, List<Correction>> said,
            Around around) {
        List<Ground> grounds = new ArrayList<>();
        List<Correction> corrected = said.getOrDefault(first.id(), List.of());
        if (!corrected.isEmpty()) {
            Correction last = corrected.get(0);
            grounds.add(new Ground(Ground.Kind.SAID, last.at(), last.by() + ": " + last.reason()));
        }
        for (Recorded record : records) {
            Outage outage = outages.get(record.id());
            if (outage != null) {
                outage.evidence().forEach(one -> ground(one).ifPresent(grounds::add));
            }
        }
        if (around.ran(ObjectRef.of(link.near().device()), out)) {
            grounds.add(new Ground(
                    Ground.Kind.NEAR_END_RAN, null, around.name(link.near().device())));
        } else if (first.cause() == Cause.LINK && corrected.isEmpty()) {
            grounds.add(new Ground(
                    Ground.Kind.NOT_RESTARTED, null, around.name(link.near().device())));
        }
        long neighbours = around.neighboursThatRan(link, out);
        if (neighbours > 0) {
            grounds.add(new Ground(Ground.Kind.NEIGHBOURS_RAN, null, Long.toString(neighbours)));
        }
        return grounds;
    }

    private static Optional<Ground> ground(Evidence evidence) {
        Ground.Kind kind = switch (evidence.kind()) {
            case Evidence.PORT_DOWN -> Ground.Kind.PORT_DOWN;
            case Evidence.PORT_UP -> Ground.Kind.PORT_UP;
            default -> null;
        };
        return kind == null ? Optional.empty() : Optional.of(new Ground(kind, evidence.at(), evidence.detail()));
    }

    /** How our own devices around the near ends of lines fared in the period. */
    private final class Around {
        private final InventorySnapshot there;
        private final Map<DeviceId, List<DeviceId>> neighbours = new HashMap<>();
        private final Map<ObjectRef, Uptime> figures;

        Around(InventorySnapshot there, List<Link> links, Interval period) {
            this.there = there;
            Set<ObjectRef> wanted = new TreeSet<>();
            for (Link link : links) {
                DeviceId near = link.near().device();
                List<DeviceId> others =
                        there.device(near).map(this::onSamePower).orElse(List.of());
                neighbours.put(near, others);
                wanted.add(ObjectRef.of(near));
                others.forEach(other -> wanted.add(ObjectRef.of(other)));
            }
            this.figures = uptimes.of(List.copyOf(wanted), period, UptimeCalendar.ALL_HOURS);
        }

        /** Those of the same site, and of other sites of its power area. */
        private List<DeviceId> onSamePower(Device device) {
            Site site = there.site(device.site()).orElse(null);
            return there.devices().stream()
                    .filter(other -> !other.id().equals(device.id()))
                    .filter(other -> other.site().equals(device.site())
                            || (site != null
                                    && site.powerArea() != null
                                    && there.site(other.site())
                                            .map(Site::powerArea)
                                            .filter(site.powerArea()::equals)
                                            .isPresent()))
                    .map(Device::id)
                    .toList();
        }

        String name(DeviceId device) {
            return there.device(device).map(Device::name).orElse(device.value());
        }

        /** Whether it is known to have served in all of a time. */
        boolean ran(ObjectRef device, Intervals time) {
            Uptime uptime = figures.get(device);
            if (uptime == null) {
                return false;
            }
            Availability all = uptime.availability();
            Intervals served = all.measured().minus(all.down()).minus(all.unreachable());
            return time.minus(served).isEmpty();
        }

        long neighboursThatRan(Link link, Intervals time) {
            return neighbours.getOrDefault(link.near().device(), List.of()).stream()
                    .filter(device -> ran(ObjectRef.of(device), time))
                    .count();
        }
    }
}
