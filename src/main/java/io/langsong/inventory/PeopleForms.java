package io.langsong.inventory;

import static io.langsong.inventory.Field.Type.DATE;
import static io.langsong.inventory.Field.Type.INTEGER;
import static io.langsong.inventory.Field.Type.NOTE;
import static io.langsong.inventory.Field.Type.TEXT;
import static io.langsong.inventory.Field.Type.TRUTH;
import static io.langsong.inventory.Field.optional;
import static io.langsong.inventory.Field.required;
import static io.langsong.inventory.Field.requiredId;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The forms of those who are called: contacts of villages, providers and what was agreed with them. */
final class PeopleForms {
    private PeopleForms() {}

    static final class Contacts extends Form<Contact> {
        Contacts() {
            super(
                    "contact",
                    "contacts",
                    Contact.class,
                    required("id", TEXT),
                    required("name", TEXT),
                    requiredId("village", "villages"),
                    optional("duty", TEXT),
                    optional("phone", TEXT),
                    optional("holdsKey", TRUTH),
                    optional("looksAtLamps", TRUTH),
                    optional("notes", NOTE));
        }

        @Override
        public InventoryId id(String value) {
            return new ContactId(value);
        }

        @Override
        public Collection<Contact> in(InventorySnapshot snapshot) {
            return snapshot.contacts();
        }

        @Override
        Contact read(Cells cells, @Nullable Contact stored) {
            return new Contact(
                    cells.id("id", ContactId::new),
                    cells.requiredText("name"),
                    cells.id("village", VillageId::new),
                    cells.text("duty"),
                    cells.text("phone"),
                    cells.truth("holdsKey", false),
                    cells.truth("looksAtLamps", false),
                    cells.text("notes"));
        }

        @Override
        void write(Contact contact, Cells.Written cells) {
            cells.put("village", contact.village())
                    .put("duty", contact.duty())
                    .put("phone", contact.phone())
                    .put("holdsKey", contact.holdsKey())
                    .put("looksAtLamps", contact.looksAtLamps())
                    .put("notes", contact.notes());
        }
    }

    static final class Providers extends Form<Provider> {
        Providers() {
            super(
                    "provider",
                    "providers",
                    Provider.class,
                    required("id", TEXT),
                    required("name", TEXT),
                    optional("phone", TEXT),
                    optional("notes", NOTE));
        }

        @Override
        public InventoryId id(String value) {
            return new ProviderId(value);
        }

        @Override
        public Collection<Provider> in(InventorySnapshot snapshot) {
            return snapshot.providers();
        }

        @Override
        Provider read(Cells cells, @Nullable Provider stored) {
            return new Provider(
                    cells.id("id", ProviderId::new),
                    cells.requiredText("name"),
                    cells.text("phone"),
                    cells.text("notes"));
        }

        @Override
        void write(Provider provider, Cells.Written cells) {
            cells.put("phone", provider.phone()).put("notes", provider.notes());
        }
    }

    static final class Contracts extends Form<Contract> {
        Contracts() {
            super(
                    "contract",
                    "contracts",
                    Contract.class,
                    required("id", TEXT),
                    required("name", TEXT),
                    requiredId("provider", "providers"),
                    optional("subscriber", TEXT),
                    optional("startsOn", DATE),
                    optional("endsOn", DATE),
                    optional("repairHours", INTEGER),
                    optional("notes", NOTE));
        }

        @Override
        public InventoryId id(String value) {
            return new ContractId(value);
        }

        @Override
        public Collection<Contract> in(InventorySnapshot snapshot) {
            return snapshot.contracts();
        }

        @Override
        Contract read(Cells cells, @Nullable Contract stored) {
            return new Contract(
                    cells.id("id", ContractId::new),
                    cells.requiredText("name"),
                    cells.id("provider", ProviderId::new),
                    cells.text("subscriber"),
                    cells.date("startsOn"),
                    cells.date("endsOn"),
                    cells.has("repairHours") ? cells.integer("repairHours") : null,
                    cells.text("notes"));
        }

        @Override
        void write(Contract contract, Cells.Written cells) {
            cells.put("provider", contract.provider())
                    .put("subscriber", contract.subscriber())
                    .put("startsOn", contract.startsOn())
                    .put("endsOn", contract.endsOn())
                    .put("repairHours", contract.repairHours())
                    .put("notes", contract.notes());
        }
    }
}
