package io.langsong.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of how people are told. Any thread. */
final class PersonalTable {
    private final JdbcClient jdbc;

    PersonalTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<PersonalSettings> find(String person) {
        return jdbc.sql("SELECT * FROM notification_person WHERE person = :person")
                .param("person", person)
                .query((row, number) -> settings(row))
                .optional();
    }

    List<PersonalSettings> all() {
        return jdbc.sql("SELECT * FROM notification_person ORDER BY person")
                .query((row, number) -> settings(row))
                .list();
    }

    private static PersonalSettings settings(ResultSet row) throws SQLException {
        Map<String, String> contacts = new HashMap<>();
        for (String contact : PersonalSettings.CONTACTS) {
            String value = row.getString(contact);
            if (value != null) {
                contacts.put(contact, value);
            }
        }
        LocalTime from = row.getObject("quiet_from", LocalTime.class);
        return new PersonalSettings(
                row.getString("person"),
                contacts,
                List.of((String[]) row.getArray("channels").getArray()),
                from == null
                        ? null
                        : new PersonalSettings.Quiet(
                                from, row.getObject("quiet_until", LocalTime.class), row.getBoolean("quiet_warnings")),
                row.getInt("version"));
    }

    /** Nobody else changes them until the transaction ends. */
    void lock() {
        jdbc.sql("LOCK TABLE notification_person IN SHARE ROW EXCLUSIVE MODE").update();
    }

    void put(PersonalSettings settings) {
        PersonalSettings.Quiet quiet = settings.quiet();
        JdbcClient.StatementSpec statement = jdbc.sql("""
                        INSERT INTO notification_person (person, email, phone, zalo, ntfy, telegram, channels,
                          quiet_from, quiet_until, quiet_warnings, version)
                        VALUES (:person, :email, :phone, :zalo, :ntfy, :telegram, :channels, :from, :until, :warnings, :version)
                        ON CONFLICT (person) DO UPDATE SET email = excluded.email, phone = excluded.phone,
                          zalo = excluded.zalo, ntfy = excluded.ntfy, telegram = excluded.telegram,
                          channels = excluded.channels, quiet_from = excluded.quiet_from,
                          quiet_until = excluded.quiet_until, quiet_warnings = excluded.quiet_warnings,
                          version = excluded.version
                        """)
                .param("person", settings.person())
                .param("version", settings.version())
                .param("channels", settings.channels().toArray(String[]::new))
                .param("from", quiet == null ? null : quiet.from())
                .param("until", quiet == null ? null : quiet.until())
                .param("warnings", quiet == null || quiet.warnings());
        for (String contact : PersonalSettings.CONTACTS) {
            statement = statement.param(contact, settings.contacts().get(contact));
        }
        statement.update();
    }
}
