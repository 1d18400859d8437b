package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.WholeServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of discovery as a browser shows them, with what is long and what is hostile. */
@WholeServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryBrowserTest {
    @Autowired
    private InventoryImport imports;

    @Autowired
    private JdbcClient jdbc;

    private Browser browser;

    @BeforeAll
    void open(@Value("${local.server.port}") int port) {
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv", "id,name,position\nman,Thôn Mận,1\n",
                                        "sites.csv",
                                                "id,name,village,kind\nnvh,Trung tâm Phục vụ hành chính công xã Bá Thước,man,other\n",
                                        "devices.csv",
                                                "id,name,site,kind,address,snmp.version,snmp.community,enabled\n"
                                                        + "ap,AP 1,nvh,access-point,10.9.9.9,2c,public,false\n"),
                                false)
                        .problems())
                .isEmpty();
        jdbc.sql("""
                INSERT INTO discovery_scan (kind, ranges, port, known, rate, state, asked_by, asked_at, aims, looked)
                VALUES ('RANGES', ARRAY['10.9.0.0/16', '2001:db8:1234:5678:9abc:def0:1234:0/112'], 161, true, 200, 'DONE',
                    'quan-tri', now(), 65534, 65534)
                """).update();
        jdbc.sql("""
                INSERT INTO discovery_found (scan, number, address, port, credential, fault, profile, profile_reasons,
                    sys_descr, sys_name, sys_location, model, serial, kind, macs)
                SELECT 1, n, '2001:db8:1234:5678:9abc:def0:1234:' || n, 40161, CASE WHEN n = 9 THEN -1 ELSE 0 END,
                    CASE WHEN n = 9 THEN 'auth' END, 'ubiquiti-edgeswitch', ARRAY[E'OBJECT_ID\\t1.3.6.1.4.1.4413\\t', E'DESCR\\t\\tEdgeSwitch|EdgeMax'],
                    repeat('Linux<b>', 30), 'ten-rat-dai-khong-co-khoang-trang-' || repeat('x', 60), 'Thon Man',
                    'EdgeSwitch 24 250W', '802AA8000' || n, 'switch', '{}' FROM generate_series(1, 9) n
                """).update();
        jdbc.sql("""
                INSERT INTO discovery_uplink (scan, number, place, parent_number, evidence)
                SELECT 1, n, 1, 1, ARRAY[concat_ws(E'\\t', 'lldp', 'TengigabitEthernet9', 'sw', 'ap')]
                  FROM generate_series(2, 8) n
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
                "/do-tim",
                "/do-tim/1",
                "/do-tim/1?nhom=khong-doc-duoc",
                "/do-tim/1?nhom=da-co",
                "/thiet-bi/ap/cach-doc"
            })
    void everyPageIsForEverybody(String path) {
        browser.screen(1280, 900, 1);
        browser.dark(false);
        browser.open(path);
        browser.looksWell(path);
    }
}
