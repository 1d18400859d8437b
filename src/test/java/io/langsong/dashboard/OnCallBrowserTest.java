package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.People;
import io.langsong.access.PersonChange;
import io.langsong.access.Role;
import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.WholeServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of rotas and policies as a browser shows them, with what is long, what is wrong and what is hostile. */
@WholeServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnCallBrowserTest {
    private static final String PASSWORD = "mat khau rat dai day";

    @Autowired
    private People people;

    @Autowired
    private InventoryImport imports;

    @Autowired
    private JdbcClient jdbc;

    private Browser browser;

    @BeforeAll
    void open(@Value("${local.server.port}") int port) {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv", "id,name,position\nman,Thôn Mận,1\nco-mu,Thôn Cò Mu,2\n",
                                        "power-areas.csv", "id,name\ndien,Trạm biến áp Hạ Trung 1\n"),
                                false)
                        .problems())
                .isEmpty();
        people.add("thang.hv", "Hà Văn Thắng", Role.TECHNICIAN, PASSWORD);
        people.add(
                "ban.lt",
                "Lò Thị Ban <b>kỹ thuật viên Trung tâm Phục vụ hành chính công</b>",
                Role.TECHNICIAN,
                PASSWORD);
        people.add("roi", "Trương Văn Rời", Role.TECHNICIAN, PASSWORD);
        people.change("roi", new PersonChange("Trương Văn Rời", "technician", null, List.of(), false));
        jdbc.sql("""
                INSERT INTO oncall_rota (id, name, changed_at) VALUES ('ky-thuat', 'Trực kỹ thuật', now()),
                    ('du-phong', 'Dự phòng <i>khi người trực chính không trả lời</i>', now()), ('sau', 'Bắt đầu sau', now());
                INSERT INTO oncall_rotation (rota, first, every, hand_over, people, holiday_people)
                VALUES ('ky-thuat', current_date - 3, 'DAY', '07:30', ARRAY['admin', 'thang.hv', 'ban.lt'], ARRAY['thang.hv']),
                    ('du-phong', current_date - 10, 'WEEK', '07:30', ARRAY['roi'], '{}'),
                    ('sau', current_date + 5, 'WEEK', '07:30', ARRAY['ban.lt'], '{}');
                INSERT INTO oncall_override (rota, person, begin_at, end_at, note, added_by, added_at)
                VALUES ('ky-thuat', NULL, now() - interval '1 hour', now() + interval '5 hours', 'nghỉ ốm', 'thang.hv', now()),
                    ('ky-thuat', 'ban.lt', now() + interval '3 days', now() + interval '4 days', repeat('đi họp ', 40), 'admin', now());
                INSERT INTO oncall_swap (rota, one_person, one_begin_at, one_end_at, other_person, other_begin_at, other_end_at,
                    note, added_by, added_at)
                VALUES ('ky-thuat', 'thang.hv', now() + interval '9 days', now() + interval '10 days', 'ban.lt',
                    now() + interval '11 days', now() + interval '12 days', 'việc nhà', 'ban.lt', now());
                INSERT INTO oncall_policy (id, name, position, severities, villages, power_areas, from_time, until_time)
                VALUES ('dem', 'Ban đêm', 10, ARRAY['URGENT', 'HIGH'], ARRAY['man', 'co-mu'], ARRAY['dien'], '17:00', '07:30'),
                    ('chung', 'Thường', 20, '{}', '{}', '{}', NULL, NULL);
                INSERT INTO oncall_policy_level (policy, number, minutes) VALUES ('dem', 0, 10), ('dem', 1, 30), ('chung', 0, 1440);
                INSERT INTO oncall_policy_target (policy, level, number, rota, person)
                VALUES ('dem', 0, 0, 'ky-thuat', NULL), ('dem', 1, 0, 'du-phong', NULL), ('dem', 1, 1, NULL, 'ban.lt'),
                    ('chung', 0, 0, NULL, 'roi');
                """).update();
        browser = new Browser("http://127.0.0.1:" + port);
        browser.screen(1280, 900, 1);
        browser.signIn("admin", WholeServer.PASSWORD);
        assertThat(browser.path()).isEqualTo("/");
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest(name = "{0} is for everybody")
    @ValueSource(
            strings = {
                "/lich-truc",
                "/lich-truc/_them",
                "/lich-truc/ky-thuat",
                "/lich-truc/ky-thuat/sua",
                "/lich-truc/du-phong",
                "/lich-truc/sau?lang=en",
                "/chuyen-cap?lang=vi",
                "/chuyen-cap/_them",
                "/chuyen-cap/dem"
            })
    void everyPageIsForEverybody(String path) {
        browser.screen(1280, 900, 1);
        browser.dark(false);
        browser.open(path);
        assertThat(browser.find("main").getText()).as("no page of an error").doesNotContain("LS-");
        browser.looksWell(path);
    }
}
