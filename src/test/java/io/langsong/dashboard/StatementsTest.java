package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.langsong.access.Role;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.WholeServer;
import io.langsong.web.SignedIn;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** No page asks the database once for each row: with thirty times as many devices it asks as often. */
@WholeServer
@Import(StatementsTest.Counting.class)
@AutoConfigureMockMvc
class StatementsTest {
    private static final String[] PAGES = {
        "/",
        "/hien-tai/danh-sach",
        "/thon",
        "/thon?xem=ban-do",
        "/thon/v1",
        "/thiet-bi",
        "/thiet-bi?trang=2",
        "/thiet-bi/v1-d1",
        "/gian-doan?ngay=92",
        "/gian-doan?ngay=92&trang=2",
        "/gian-doan.csv?ngay=92",
        "/nguoi-dung",
        "/nhat-ky",
        "/tram-thu-thap",
        "/do-tim",
        "/do-tim/1",
        "/man-hinh"
    };

    /** Statements that this thread sent. */
    private static final ThreadLocal<AtomicInteger> SENT = ThreadLocal.withInitial(AtomicInteger::new);

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InventoryImport inventoryImport;

    @Autowired
    private Inventory inventory;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void asksAsOftenWithThreeHundredDevicesAsWithTen() {
        fill(2, 5);
        Map<String, Integer> ofTen = count();
        fill(36, 9);
        assertThat(inventory.snapshot().devices()).hasSizeGreaterThan(300);
        assertThat(jdbc.sql("SELECT count(*) FROM outage_record")
                        .query(Long.class)
                        .single())
                .isGreaterThan(300);

        assertThat(ofTen)
                .allSatisfy(
                        (page, statements) -> assertThat(statements).as(page).isBetween(1, 12));
        assertThat(count()).isEqualTo(ofTen);
    }

    /** Villages with a site each, and devices that were all down for an hour once and are so again. */
    private void fill(int villages, int each) {
        StringBuilder village = new StringBuilder("id,name,position,people\n");
        StringBuilder site = new StringBuilder("id,name,village,kind\n");
        StringBuilder device = new StringBuilder("id,name,site,kind,address,enabled\n");
        for (int v = 1; v <= villages; v++) {
            village.append("v%1$d,Thôn %1$d,%1$d,100\n".formatted(v));
            site.append("v%1$d-s,Nhà văn hóa %1$d,v%1$d,culture-house\n".formatted(v));
            for (int d = 1; d <= each; d++) {
                device.append("v%1$d-d%2$d,AP %1$d %2$d,v%1$d-s,access-point,10.%1$d.%2$d.1,true\n".formatted(v, d));
            }
        }
        InventoryImport.Outcome outcome = inventoryImport.run(
                Map.of(
                        "villages.csv", village.toString(),
                        "sites.csv", site.toString(),
                        "devices.csv", device.toString()),
                false);
        assertThat(outcome.problems()).isEmpty();
        jdbc.sql("""
                INSERT INTO access_person (name, display_name, role, password, created_at)
                SELECT 'nguoi-' || n, 'Người ' || n, 'VIEWER', '$argon2id$', now() FROM generate_series(1, :people) n
                ON CONFLICT DO NOTHING
                """).param("people", villages * each).update();
        jdbc.sql("""
                INSERT INTO discovery_scan (kind, ranges, port, known, rate, state, asked_by, asked_at)
                SELECT 'RANGES', ARRAY['10.9.0.0/16'], 161, true, 200, 'DONE', 'ha', now()
                 WHERE NOT EXISTS (SELECT FROM discovery_scan)
                """).update();
        jdbc.sql("""
                INSERT INTO discovery_found (scan, number, address, port, credential, kind, macs)
                SELECT 1, n, '10.9.' || n / 250 || '.' || n % 250, 161, 0, 'switch', '{}' FROM generate_series(1, :found) n
                ON CONFLICT DO NOTHING
                """).param("found", villages * each).update();
        jdbc.sql("""
                INSERT INTO discovery_uplink (scan, number, place, parent_number, evidence)
                SELECT 1, n, 1, 1, '{}' FROM generate_series(2, :found) n ON CONFLICT DO NOTHING
                """).param("found", villages * each).update();
        insert("now() - interval '30 hours'", "now() - interval '29 hours'");
        insert("now() - interval '2 hours'", null);
    }

    /** For each device that has none such. */
    private void insert(String from, @Nullable String to) {
        jdbc.sql("""
                INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                    ended_earliest, ended, ended_latest, cause)
                SELECT object, 'DOWN', object, %1$s, %1$s, %1$s, %2$s, %2$s, %2$s, 'POWER'
                  FROM (SELECT 'device:' || id AS object FROM inventory_device) devices
                 WHERE NOT EXISTS (SELECT 1 FROM outage_record record
                                    WHERE record.object = devices.object AND (ended IS NULL) = %3$s)
                """.formatted(from, to == null ? "NULL::timestamptz" : to, to == null))
                .update();
    }

    private Map<String, Integer> count() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        var who = authentication(UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn("ha", "Hà", Role.ADMIN, null),
                null,
                AuthorityUtils.createAuthorityList("ROLE_VIEWER", "ROLE_TECHNICIAN", "ROLE_ADMIN")));
        for (String page : PAGES) {
            assertThat(mvc.get().uri(page).with(who)).hasStatusOk();
            SENT.get().set(0);
            assertThat(mvc.get().uri(page).with(who)).hasStatusOk();
            counts.put(page, SENT.get().get());
        }
        return counts;
    }

    /** Counts what goes to the database, on the thread that sends it. */
    @TestConfiguration
    static class Counting {
        @Bean
        static BeanPostProcessor countStatements() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource source && !(bean instanceof CountedSource)
                            ? new CountedSource(source)
                            : bean;
                }
            };
        }
    }

    private static final class CountedSource extends DelegatingDataSource {
        CountedSource(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return counted(super.getConnection(), Connection.class);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T counted(T whole, Class<?>... types) {
        return (T) Proxy.newProxyInstance(StatementsTest.class.getClassLoader(), types, (proxy, method, arguments) -> {
            try {
                if (method.getName().startsWith("execute")) {
                    SENT.get().incrementAndGet();
                }
                Object result = method.invoke(whole, arguments);
                return result instanceof Statement ? counted(result, method.getReturnType()) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
