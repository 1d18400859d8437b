package io.langsong.inventory;

import static io.langsong.inventory.Field.Type.INTEGER;
import static io.langsong.inventory.Field.Type.NOTE;
import static io.langsong.inventory.Field.Type.TEXT;
import static io.langsong.inventory.Field.ids;
import static io.langsong.inventory.Field.optional;
import static io.langsong.inventory.Field.optionalId;
import static io.langsong.inventory.Field.required;
import static io.langsong.inventory.Field.requiredChoice;
import static io.langsong.inventory.Field.requiredId;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms of links and services. */
final class LineForms {
    private LineForms() {}

    static final class Links extends Form<Link> {
        Links() {
            super(
                    "link",
                    "links",
                    Link.class,
                    required("id", TEXT),
                    required("name", TEXT),
                    requiredId("near.device", "devices"),
                    required("near.port", TEXT),
                    optionalId("far.device", "devices"),
                    optional("far.port", TEXT),
                    optionalId("provider", "providers"),
                    optionalId("contract", "contracts"),
                    optional("committedBps", INTEGER),
                    optional("notes", NOTE));
        }

        @Override
        public InventoryId id(String value) {
            return new LinkId(value);
        }

        @Override
        public Collection<Link> in(InventorySnapshot snapshot) {
            return snapshot.links();
        }

        @Override
        Link read(Cells cells, @Nullable Link stored) {
            return new Link(
                    cells.id("id", LinkId::new),
                    cells.requiredText("name"),
                    end(cells, "near"),
                    cells.hasGroup("far") ? end(cells, "far") : null,
                    cells.optionalId("provider", ProviderId::new),
                    cells.optionalId("contract", ContractId::new),
                    cells.optionalInteger("committedBps"),
                    cells.text("notes"));
        }

        private static Link.End end(Cells cells, String group) {
            DeviceId device = cells.id(group + ".device", DeviceId::new);
            String port = cells.requiredText(group + ".port");
            try {
                return new Link.End(device, port);
            } catch (InventoryRefused refused) {
                throw refused.at(new LinkId(cells.textOrEmpty("id")), group + ".port");
            }
        }

        @Override
        void write(Link link, Cells.Written cells) {
            cells.put("near.device", link.near().device())
                    .put("near.port", link.near().port());
            Link.End far = link.far();
            if (far != null) {
                cells.put("far.device", far.device()).put("far.port", far.port());
            }
            cells.put("provider", link.provider())
                    .put("contract", link.contract())
                    .put("committedBps", link.committedBps())
                    .put("notes", link.notes());
        }
    }

    static final class Services extends Form<Service> {
        Services() {
            super(
                    "service",
                    "services",
                    Service.class,
                    required("id", TEXT),
                    required("name", TEXT),
                    requiredId("site", "sites"),
                    requiredChoice("kind", codes(Service.Kind.values(), Service.Kind::code)),
                    ids("members", "devices"),
                    optional("required", INTEGER),
                    optionalId("link", "links"));
        }

        @Override
        public InventoryId id(String value) {
            return new ServiceId(value);
        }

        @Override
        public Collection<Service> in(InventorySnapshot snapshot) {
            return snapshot.services();
        }

        @Override
        Service read(Cells cells, @Nullable Service stored) {
            ServiceId id = cells.id("id", ServiceId::new);
            String name = cells.requiredText("name");
            SiteId site = cells.id("site", SiteId::new);
            Service.Kind kind = cells.choice("kind", Service.Kind.values(), Service.Kind::code, null);
            return new Service(
                    id,
                    name,
                    site,
                    kind,
                    cells.ids("members", DeviceId::new),
                    cells.integer("required", kind == Service.Kind.PUBLIC_WIFI ? 1 : 0),
                    cells.optionalId("link", LinkId::new));
        }

        @Override
        void write(Service service, Cells.Written cells) {
            cells.put("site", service.site()).put("kind", service.kind().code());
            if (service.kind() == Service.Kind.PUBLIC_WIFI) {
                cells.put(
                                "members",
                                service.members().stream().map(DeviceId::value).collect(Collectors.joining(" ")))
                        .put("required", service.required());
            }
            cells.put("link", service.link());
        }
    }
}
