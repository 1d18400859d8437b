package io.langsong.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.DeviceRule;
import io.langsong.inventory.Fault;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.TestInventory;
import io.langsong.testkit.TestDatabase;
import io.langsong.web.TestSight;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class InventoryWebTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NEW_AP = """
            {"id": "ap9", "name": "AP 9", "site": "tru-so", "kind": "access-point", "address": "127.21.0.9",
             "port": 1161, "snmp": {"version": "2c", "community": "hidden-community"}}
            """;

    private static final DataSource DATABASE = TestDatabase.fresh();

    @TempDir
    private Path data;

    private Inventory inventory;
    private MockMvc mvc;

    @BeforeEach
    void start() {
        TestSight.signIn();
        TestInventory.empty(DATABASE);
        inventory = TestInventory.started(DATABASE, data, InventoryWebTest::knowsOneProfile);
        InventoryImport imports = new InventoryImport(inventory);
        imports.run(TestInventory.commune(), false);
        mvc = MockMvcBuilders.standaloneSetup(
                        new InventoryController(TestSight.over(inventory)),
                        new ImportController(TestSight.over(inventory), imports))
                .setControllerAdvice(new InventoryProblems())
                .build();
    }

    @AfterEach
    void signOut() {
        TestSight.signOut();
    }

    private static Optional<DeviceRule.Objection> knowsOneProfile(Device device) {
        return Optional.ofNullable(device.profile())
                .filter(named -> !named.equals("generic"))
                .map(named -> new DeviceRule.Objection("profile", named, Fault.UNKNOWN_PROFILE, List.of("generic")));
    }

    @Test
    void addsADeviceAndNeverShowsItsSecret() throws Exception {
        MockHttpServletResponse added = send(post("/api/v1/devices"), NEW_AP);

        assertThat(added.getStatus()).isEqualTo(201);
        assertThat(added.getHeader("Location")).isEqualTo("/api/v1/devices/ap9");
        MockHttpServletResponse read = send(get("/api/v1/devices/ap9"));
        assertThat(JSON.readTree(text(read))).isEqualTo(JSON.readTree("""
                {"id": "ap9", "name": "AP 9", "site": "tru-so", "kind": "access-point", "address": "127.21.0.9",
                 "port": 1161, "snmp": {"version": "2c", "communitySet": true}, "reachability": "none", "enabled": true}
                """));
        assertThat(text(added) + text(read) + text(send(get("/api/v1/devices"))))
                .doesNotContain("hidden", "-test");
        assertThat(snmp("ap9")).isEqualTo(SnmpAccess.community("2c", "hidden-community"));
    }

    @Test
    void showsWhichSecretsOfVersion3AreSet() throws Exception {
        JsonNode device = JSON.readTree(text(send(get("/api/v1/devices/thu-02-ap1"))));

        assertThat(device.get("snmp")).isEqualTo(JSON.readTree("""
                {"version": "3", "user": "giamsat", "authProtocol": "SHA256", "authKeySet": true,
                 "privProtocol": "AES128", "privKeySet": true}
                """));
        assertThat(device.get("interval").stringValue()).isEqualTo("PT10S");
        assertThat(device.get("uplink").stringValue()).isEqualTo("tru-so-rt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"villages", "power-areas", "sites", "devices", "links", "services"})
    void whatIsReadCanBeWrittenBackAndChangesNothing(String kind) throws Exception {
        JsonNode all = JSON.readTree(text(send(get("/api/v1/" + kind))));

        assertThat(all.size()).isPositive();
        for (JsonNode one : all) {
            String address = "/api/v1/" + kind + "/" + one.get("id").stringValue();
            MockHttpServletResponse answer = send(put(address), one.toString());
            assertThat(answer.getStatus()).as(text(answer)).isEqualTo(200);
            assertThat(JSON.readTree(text(answer))).isEqualTo(one);
        }
        assertThat(new InventoryImport(inventory)
                        .run(TestInventory.commune(), true)
                        .diff()
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest(name = "snmp {0} leaves {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # what PUT says                                     | the community that is stored then
                                                                | hidden-community
            "snmp": {"version": "1"}                            | hidden-community
            "snmp": {"version": "2c", "communitySet": true}     | hidden-community
            "snmp": {"version": "2c", "community": "other"}     | other
            "snmp": null                                        |
            """)
    void aSecretThatIsLeftOutStays(String snmp, String community) throws Exception {
        send(post("/api/v1/devices"), NEW_AP);
        ObjectNode body = (ObjectNode) JSON.readTree("{" + (snmp == null ? "" : snmp) + "}");
        body.put("name", "AP 9 mới")
                .put("site", "tru-so")
                .put("kind", "access-point")
                .put("address", "127.21.0.10");

        MockHttpServletResponse answer = send(put("/api/v1/devices/ap9"), body.toString());

        assertThat(answer.getStatus()).as(text(answer)).isEqualTo(200);
        assertThat(snmp("ap9") == null ? null : snmp("ap9").community()).isEqualTo(community);
    }

    @Test
    void makesAnIdFromTheName() throws Exception {
        String body = "{\"name\": \"Thôn Đồng Mẫu\", \"position\": 9}";

        assertThat(send(post("/api/v1/villages"), body).getHeader("Location"))
                .isEqualTo("/api/v1/villages/thon-dong-mau");
        assertThat(send(post("/api/v1/power-areas"), "{\"name\": \"Trạm 9\"}").getHeader("Location"))
                .isEqualTo("/api/v1/power-areas/tram-9");
    }

    @Test
    void deletesWhatNobodyNamesOnly() throws Exception {
        MockHttpServletResponse named = send(delete("/api/v1/sites/tru-so"));
        MockHttpServletResponse free = send(delete("/api/v1/services/tru-so-line"));

        assertThat(named.getStatus()).isEqualTo(409);
        assertThat(text(named)).contains("is named by device tru-so-rt");
        assertThat(free.getStatus()).isEqualTo(204);
        assertThat(send(get("/api/v1/services/tru-so-line")).getStatus()).isEqualTo(404);
        assertThat(send(delete("/api/v1/services/tru-so-line")).getStatus()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "AP 9"}                        | 400 | site
            {"name": 5}                             | 400 | name
            {"name": ""}                            | 400 | name
            {"name": "AP 1", "site": "thu-01-nvh"}  | 409 | name
            {"id": "tru-so-rt"}                     | 409 | id
            {"id": "Tru So"}                        | 400 | id
            {"site": "nowhere"}                     | 400 | site
            {"site": "-x"}                          | 400 | site
            {"kind": "toaster"}                     | 400 | kind
            {"kind": "ACCESS_POINT"}                | 400 | kind
            {"address": "0177.0.0.1"}               | 400 | address
            {"address": "-oX"}                      | 400 | address
            {"port": 0}                             | 400 | port
            {"port": 1e999}                         | 400 | port
            {"port": 9223372036854775808}           | 400 | port
            {"port": "161"}                         | 400 | port
            {"port": true}                          | 400 | port
            {"uplink": "nowhere"}                   | 400 | uplink
            {"uplink": "ap9"}                       | 400 | uplink
            {"uplinks": ["nowhere"]}                | 400 | uplinks
            {"profile": "nix"}                      | 400 | profile
            {"address": "127.21.0.10", "snmp": {"version": "1", "community": "public-test"}} | 409 | address
            {"uplink": ["tru-so-rt"]}               | 400 | uplink
            {"uplinks": "tru-so-rt"}                | 400 | uplinks
            {"uplinks": ["a b"]}                    | 400 | uplinks
            {"uplink": "a", "uplinks": ["b"]}       | 400 | uplink
            {"interval": "PT2H"}                    | 400 | interval
            {"interval": 1e999999999}               | 400 | interval
            {"interval": []}                        | 400 | interval
            {"enabled": "yes"}                      | 400 | enabled
            {"reachability": "snmp"}                | 400 | reachability
            {"profile": "../../etc/passwd"}         | 400 | profile
            {"snmp": {}}                            | 400 | snmp
            {"snmp": "2c"}                          | 400 | snmp
            {"snmp": {"version": "2c"}}             | 400 | snmp.community
            {"snmp": {"version": 2}}                | 400 | snmp.version
            {"snmp": {"version": "2c", "comunity": "hidden-x"}} | 400 | body
            {"snmp.community": "hidden-x"}          | 400 | body
            {"adress": "127.0.0.1"}                 | 400 | body
            {"__proto__": {}}                       | 400 | body
            """)
    void refusesWithFieldAndRemedy(String change, int status, String field) throws Exception {
        ObjectNode body = (ObjectNode) JSON.readTree(NEW_AP);
        if (!field.equals("site") || change.contains("site")) {
            body.setAll((ObjectNode) JSON.readTree(change));
        } else {
            body.remove("site");
        }

        MockHttpServletResponse answer = send(post("/api/v1/devices"), body.toString());

        assertThat(answer.getStatus()).as(text(answer)).isEqualTo(status);
        assertThat(answer.getContentType()).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(text(answer));
        assertThat(problem.get("field").stringValue()).isEqualTo(field);
        assertThat(problem.get("remedy").stringValue()).isNotBlank();
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(text(answer)).doesNotContain("hidden");
        assertThat(inventory.snapshot().device(new DeviceId("ap9"))).isEmpty();
    }

    @Test
    void noTextEverEndsInAnErrorOfOurs() throws Exception {
        List<String> texts = List.of(
                "",
                " ",
                "\u0000",
                "a\r\nb",
                "\t",
                "\uFEFF",
                "e\u0301",
                "\u202Eabc",
                "👩‍🌾",
                "\uD800",
                "x".repeat(255),
                "x".repeat(256),
                "x".repeat(60_000),
                "'; DROP TABLE inventory_village;--",
                "<script>alert(1)</script>",
                "${jndi:ldap://x}",
                "../../x",
                "%00",
                "=1+1",
                "-1",
                "9".repeat(90),
                "１２");
        for (String field :
                List.of("id", "name", "site", "kind", "address", "profile", "reachability", "uplink", "interval")) {
            for (String text : texts) {
                ObjectNode body = ((ObjectNode) JSON.readTree(NEW_AP)).put(field, text);
                assertTaken(field + " = " + text, body);
            }
        }
        for (String field : List.of("version", "community", "user", "authKey", "privKey", "context")) {
            for (String text : texts) {
                ObjectNode body = (ObjectNode) JSON.readTree(NEW_AP);
                ((ObjectNode) body.get("snmp")).put(field, text);
                assertTaken("snmp." + field + " = " + text, body);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "5",
                "\"x\"",
                "{",
                "{\"name\": \"a\", \"name\": \"b\"}",
                "{} {}",
                "{\"name\":}",
                "\u0000",
                "<xml/>",
                "{'name': 'a'}"
            })
    void refusesBodiesThatAreNotOneObject(String body) throws Exception {
        MockHttpServletResponse answer = send(post("/api/v1/villages"), body);

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(JSON.readTree(text(answer)).get("field").stringValue()).isEqualTo("body");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            villages | {}                                     | name is missing; give it
            villages | {"name": "Thôn A"}                     | village thon-a: position is missing; give it
            villages | {"id": "x"}                            | village x: name is missing; give it
            sites    | {"id": "x", "name": "A"}               | site x: village is missing; give it
            devices  | {"name": "AP 9", "site": "tru-so", "kind": "ups"} | device ap-9: address is missing; give it
            services | {"id": "x", "kind": "office-line"}     | service x: name is missing; give it
            links    | {"id": "x", "name": "A", "near": {"device": "tru-so-rt"}} | link x: near.port is missing; give it
            villages | {"name": "a", "name": "b"}             | body has one name twice at line 1, column
            villages | {"name":}                              | body is not JSON at line 1, column 9; send one JSON object
            """)
    void namesWhatIsMissingFirst(String kind, String body, String detail) throws Exception {
        JsonNode problem = JSON.readTree(text(send(post("/api/v1/" + kind), body)));

        assertThat(problem.get("detail").stringValue()).startsWith(detail).doesNotContain("Source", "REDACTED");
    }

    @Test
    void boundsBodies() throws Exception {
        assertThat(send(post("/api/v1/villages"), "[".repeat(60_000)).getStatus())
                .isEqualTo(400);
        assertThat(send(post("/api/v1/villages"), "{\"name\": \"" + "x".repeat(70_000) + "\"}")
                        .getStatus())
                .isEqualTo(413);
        assertThat(send(post("/api/v1/villages"), "{\"position\": " + "9".repeat(50_000) + "}")
                        .getStatus())
                .isEqualTo(400);
        byte[] latin1 = "{\"name\": \"Thôn\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(send(post("/api/v1/villages").contentType(APPLICATION_JSON).content(latin1))
                        .getStatus())
                .isEqualTo(400);
        assertThat(send(post("/api/v1/villages").content("name=a").contentType("application/x-www-form-urlencoded"))
                        .getStatus())
                .isEqualTo(415);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ?page=0&size=2           | 200 | thu-01-ap1,thu-01-rt
            ?page=2&size=2           | 200 | tru-so-ups
            ?page=9&size=2           | 200 |
            ?page=2147483647&size=1000 | 200 |
            ?page=-1                 | 400 |
            ?size=0                  | 400 |
            ?size=1001               | 400 |
            ?size=x                  | 400 |
            """)
    void pages(String query, int status, String ids) throws Exception {
        MockHttpServletResponse answer = send(get("/api/v1/devices" + query));

        assertThat(answer.getStatus()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.getHeader("X-Total-Count")).isEqualTo("5");
            assertThat(JSON.readTree(text(answer))
                            .valueStream()
                            .map(one -> one.get("id").stringValue()))
                    .containsExactly(ids == null ? new String[0] : ids.split(","));
        }
    }

    @Test
    void anIdNeverChanges() throws Exception {
        MockHttpServletResponse answer = send(put("/api/v1/devices/tru-so-rt"), NEW_AP);

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(JSON.readTree(text(answer)).get("field").stringValue()).isEqualTo("id");
        assertThat(send(put("/api/v1/devices/ap9"), NEW_AP).getStatus()).isEqualTo(404);
        assertThat(send(get("/api/v1/devices/No%00pe")).getStatus()).isEqualTo(400);
    }

    @Test
    void importsFilesAndTellsOfEachProblem() throws Exception {
        Map<String, String> wrong = Map.of("villages.csv", "id,name,position\na,A,0\nb,B,x\n");
        Map<String, String> right = Map.of("villages.csv", "id,name,position\na,A,7\n");

        MockHttpServletResponse refused = send(post("/api/v1/inventory/import"), JSON.writeValueAsString(wrong));
        MockHttpServletResponse dry =
                send(post("/api/v1/inventory/import?dryRun=true"), JSON.writeValueAsString(right));
        assertThat(inventory.snapshot().villages()).hasSize(2);
        MockHttpServletResponse done = send(post("/api/v1/inventory/import"), JSON.writeValueAsString(right));

        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(JSON.readTree(text(refused)).get("errors").get(1)).isEqualTo(JSON.readTree("""
                {"file": "villages.csv", "row": 3, "column": "position", "value": "x",
                 "detail": "is not a whole number", "remedy": "write digits 0-9 only, without leading zeros"}
                """));
        assertThat(JSON.readTree(text(dry))).isEqualTo(JSON.readTree("""
                {"dryRun": true, "changed": [], "unchanged": 0,
                 "added": [{"kind": "village", "id": "a", "name": "A", "changes": []}]}
                """));
        assertThat(JSON.readTree(text(done)).get("dryRun").booleanValue()).isFalse();
        assertThat(inventory.snapshot().villages()).hasSize(3);
        assertThat(send(post("/api/v1/inventory/import"), "{}").getStatus()).isEqualTo(400);
        assertThat(send(post("/api/v1/inventory/import"), "{\"a.csv\": 1}").getStatus())
                .isEqualTo(400);
        assertThat(send(post("/api/v1/inventory/import?dryRun=maybe"), "{}").getStatus())
                .isEqualTo(400);
    }

    private void assertTaken(String what, ObjectNode body) throws Exception {
        MockHttpServletResponse answer = send(post("/api/v1/devices"), body.toString());
        assertThat(answer.getStatus()).as(what).isIn(201, 400);
        if (answer.getStatus() == 201) {
            send(delete(String.valueOf(answer.getHeader("Location"))));
        }
    }

    private SnmpAccess snmp(String device) {
        return inventory.snapshot().device(new DeviceId(device)).orElseThrow().snmp();
    }

    private MockHttpServletResponse send(AbstractMockHttpServletRequestBuilder<?> request, String body)
            throws Exception {
        return send(request.contentType(APPLICATION_JSON).content(body.getBytes(StandardCharsets.UTF_8)));
    }

    private MockHttpServletResponse send(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }

    private static String text(MockHttpServletResponse response) {
        return new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    }
}
