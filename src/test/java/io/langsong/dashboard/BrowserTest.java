package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.dashboard.Invented.Mood;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/** The pages as a browser shows them: readable for all, within the screen, light, and of use without scripts. */
@SpringBootTest(
        classes = Gallery.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "spring.flyway.enabled=false",
            "spring.quartz.auto-startup=false",
            "langsong.access.admin-password=" + Gallery.PASSWORD,
            "langsong.access.api-token=" + Gallery.TOKEN,
            "langsong.web.duty-phone=0237 000 000"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
    @Autowired
    private Invented sources;

    private Browser browser;

    @BeforeAll
    void open(@Value("${local.server.port}") int port) {
        browser = new Browser("http://127.0.0.1:" + port);
        browser.screen(1280, 900, 1);
        browser.signIn("admin", Gallery.PASSWORD);
        assertThat(browser.path()).isEqualTo("/");
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void calm() {
        browser.scripts(true);
        browser.dark(false);
        sources.set(Mood.MIXED);
    }

    @ParameterizedTest(name = "{0} is for everybody")
    @ValueSource(
            strings = {
                "/",
                "/thon",
                "/thon?xem=ban-do",
                "/thon/v11",
                "/thiet-bi",
                "/thiet-bi/v7-r",
                "/gian-doan",
                "/gian-doan?tu=31-02&loai=x",
                "/su-kien",
                "/su-kien?tu=31-02&loai=x&muc=y",
                "/su-kien/nguon-la",
                "/su-kien/snmpv3",
                "/tai-khoan",
                "/phim-tat",
                "/mau",
                "/man-hinh",
                "/khong-co"
            })
    void everyPageIsForEverybody(String path) {
        browser.screen(1280, 900, 1);
        browser.open(path);
        browser.looksWell(path);
    }

    @Test
    void theSignInPageIsForEverybody() {
        browser.screen(1280, 900, 1);
        var session = browser.chrome().manage().getCookieNamed("JSESSIONID");
        browser.chrome().manage().deleteCookie(session);
        try {
            browser.open("/dang-nhap?loi=sai");
            browser.looksWell("/dang-nhap");
        } finally {
            browser.chrome().manage().addCookie(session);
        }
    }

    @ParameterizedTest(name = "{0} at {1} px weighs at most {2} kB, after that {3} kB")
    @CsvSource({
        "/,                390, 60, 15",
        "/thon/v11,        390, 60, 15",
        "/thiet-bi/v7-r,   390, 60, 15",
        "/thiet-bi/v1-ap1, 390, 60, 15",
        "/,               1280, 200, 60",
        "/thon,           1280, 200, 60",
        "/thon?xem=ban-do,1280, 200, 60",
        "/thiet-bi,       1280, 200, 60",
        "/gian-doan,      1280, 200, 60",
        "/thiet-bi/v7-r,  1280, 200, 60",
        "/man-hinh,       1280, 200, 60",
    })
    void weighsLittleOnTheWire(String path, int width, int first, int after) {
        sources.set(Mood.MIXED);
        browser.screen(width, 844, 1);
        browser.open("/tai-khoan");
        browser.forgetCache();
        browser.open(path);
        assertThat(browser.weight()).as("first load of %s", path).isBetween(5_000L, first * 1000L);
        browser.open(path);
        assertThat(browser.weight()).as("second load of %s", path).isBetween(1_000L, after * 1000L);
    }

    @Test
    void leadsThroughTheNetworkWithoutScripts() {
        browser.screen(390, 844, 1);
        browser.scripts(false);
        browser.open("/");
        browser.follow(By.cssSelector(".outage-card__name a"));
        assertThat(browser.path()).isEqualTo("/thiet-bi/v7-r");
        assertThat(browser.find(".days strong").getText()).startsWith("90 ngày: ");
        assertThat(browser.all(".chart__line")).isNotEmpty();
        browser.follow(By.linkText("3 ngày"));
        assertThat(browser.path()).isEqualTo("/thiet-bi/v7-r?gio=72");
        browser.follow(By.linkText("← Sớm hơn"));
        assertThat(browser.path()).startsWith("/thiet-bi/v7-r?gio=72&luc=20");
        assertThat(browser.all(".chart")).isNotEmpty();
        browser.follow(By.linkText("Thôn, phố"));
        browser.follow(By.linkText("Bản đồ"));
        assertThat(browser.all(".map__mark")).hasSizeGreaterThan(20);
        browser.follow(By.partialLinkText("Thôn Chiềng Lẫm"));
        assertThat(browser.find("h1").getText()).isEqualTo("Thôn Chiềng Lẫm");
        browser.follow(By.cssSelector(".row__main a"));
        assertThat(browser.path()).startsWith("/thiet-bi/v10");
        browser.follow(By.linkText("Thiết bị"));
        browser.find("#tim").sendKeys("thon dam");
        browser.follow(By.cssSelector(".search button"));
        assertThat(browser.all(".row"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getText()).contains("Thôn Đắm"));
        browser.follow(By.linkText("Gián đoạn"));
        new Select(browser.find("[name=loai]")).selectByValue("router");
        browser.follow(By.cssSelector(".sieve button"));
        assertThat(browser.path()).contains("loai=router");
        assertThat(browser.all(".outage__what")).hasSize(1);
        browser.find(".menu summary").click();
        browser.find(".menu button[value=dark]").click();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.find("html").getAttribute("data-theme"))
                        .isEqualTo("dark"));
        browser.find(".menu summary").click();
        browser.find(".menu button[value=system]").click();
    }

    @ParameterizedTest(name = "at {0} px")
    @ValueSource(ints = {320, 390, 899, 900, 1239, 1240, 1280, 1920})
    void noLabelOfTheMapTouchesAnother(int width) {
        browser.screen(width, 900, 1);
        browser.open("/thon?xem=ban-do");

        assertThat((List<?>) browser.run("""
                const marks = [...document.querySelectorAll('.map__plane text, .map__plane use')]
                  .filter((one) => one.checkVisibility())
                  .map((one) => [one, one.getBoundingClientRect()]);
                return marks.flatMap(([one, a], i) => marks.slice(i + 1)
                  .filter(([other, b]) => (one.matches('text') || other.matches('text'))
                    && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                  .map(([other]) => [one.outerHTML, other.outerHTML].join(' on ')));
                """)).isEmpty();
        assertThat(browser.all(".map__plane text")).anyMatch(WebElement::isDisplayed);
    }

    @Test
    void lettersMoveThroughThePagesButNotWhileOneTypes() {
        browser.screen(1280, 900, 1);
        browser.open("/");
        browser.press("j");
        assertThat(browser.focused().getText()).isEqualTo("Bộ định tuyến Thôn Vèn");
        browser.press("j");
        String second = browser.focused().getText();
        browser.press("k");
        assertThat(browser.focused().getText())
                .isEqualTo("Bộ định tuyến Thôn Vèn")
                .isNotEqualTo(second);
        browser.press(Keys.ENTER);
        assertThat(browser.path()).isEqualTo("/thiet-bi/v7-r");
        browser.press("g", "b");
        awaitPath("/thon?xem=ban-do");
        browser.press("g", "t");
        awaitPath("/thiet-bi");
        browser.press("/");
        assertThat(browser.focused().getAttribute("id")).isEqualTo("tim");
        browser.press("gn?jk/");
        assertThat(browser.focused().getDomProperty("value")).isEqualTo("gn?jk/");
        assertThat(browser.path()).isEqualTo("/thiet-bi");
        browser.press(Keys.TAB, Keys.TAB);
        browser.run("document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
                + "{key: '?', bubbles: true, isComposing: true}))");
        assertThat(browser.all("dialog")).isEmpty();
        browser.press("g", "n");
        awaitPath("/");
        browser.press("/");
        awaitPath("/thiet-bi#tim");
        await().untilAsserted(
                        () -> assertThat(browser.focused().getAttribute("id")).isEqualTo("tim"));
    }

    @Test
    void theSheetOfKeysOpensAndKeysCanBeTurnedOff() {
        browser.screen(1280, 900, 1);
        browser.open("/thon");
        browser.press("?");
        await().ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser.find("dialog").isDisplayed()).isTrue());
        assertThat(browser.find("dialog").getText()).contains("Phím tắt", "Tìm thiết bị");
        assertThat(browser.accessibility()).isEmpty();
        browser.press("g", "n");
        browser.press(Keys.ESCAPE);
        assertThat(browser.find("dialog").isDisplayed()).isFalse();
        assertThat(browser.path()).isEqualTo("/thon");
        browser.open("/phim-tat");
        browser.find("button[name=dung]").click();
        awaitText("main", "đang tắt");
        browser.open("/thon");
        browser.press("?");
        assertThat(browser.all("dialog")).isEmpty();
        browser.open("/phim-tat");
        browser.find("button[name=dung]").click();
        awaitText("main", "đang bật");
    }

    @Test
    void theFocusIsSeenAndNothingStandsOverIt() {
        browser.screen(390, 700, 1);
        browser.open("/gian-doan");
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < 30; i++) {
            browser.press(Keys.TAB);
            List<?> seen = (List<?>) browser.run("""
                    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
                    const x = Math.min(innerWidth - 1, Math.max(0, box.left + Math.min(box.width / 2, 20)));
                    const top = document.elementFromPoint(x, box.top + box.height / 2);
                    return [at.outerHTML.slice(0, 80), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                      !!top && (at.contains(top) || top.contains(at) || at.closest('li,label')?.contains(top))];
                    """);
            all.assertThat(seen.get(1)).as("outline of %s", seen.get(0)).isEqualTo(true);
            all.assertThat(seen.get(2)).as("%s is not covered", seen.get(0)).isEqualTo(true);
        }
        all.assertAll();
    }

    @Test
    void chartsTellTheirValuesUnderThePointerAndByKey() {
        browser.screen(1280, 900, 1);
        browser.open("/thiet-bi/v1-ap1?gio=24");
        WebElement area = browser.find(".chart__area[role=slider]");
        new Actions(browser.chrome()).moveToElement(area).perform();
        String middle = browser.find(".chart__value").getText();
        assertThat(middle).matches(".*\\d\\d:\\d\\d.* · .*(ms|–).*");
        browser.run("document.querySelector('.chart__area[role=slider]').focus()");
        browser.press(Keys.END);
        String last = browser.find(".chart__value").getText();
        browser.press(Keys.ARROW_LEFT);
        assertThat(browser.find(".chart__value").getText()).isNotEqualTo(last).contains(" ms");
        assertThat(browser.find(".chart__area[role=slider]").getAttribute("aria-valuetext"))
                .isEqualTo(browser.find(".chart__value").getText());
    }

    /** Else nothing is drawn of a value between two gaps. */
    @Test
    void chartLinesHaveRoundEnds() {
        browser.screen(1280, 900, 1);
        browser.open("/thiet-bi/v1-ap1?gio=24");

        assertThat(browser.all(".chart__line--2")).isNotEmpty();
        for (WebElement line : browser.all(".chart__line")) {
            assertThat(line.getCssValue("stroke-linecap")).isEqualTo("round");
        }
    }

    @Test
    void theWallFillsItsScreenWithoutScrollingInLettersForFourMetres() {
        for (Mood mood : new Mood[] {Mood.MIXED, Mood.ALL_DOWN, Mood.STALE, Mood.CALM, Mood.NOTHING}) {
            sources.set(mood);
            browser.screen(1920, 1080, 1);
            browser.open("/man-hinh");
            List<?> found = (List<?>) browser.run("""
                    const small = [...document.querySelectorAll('#wall *')].filter((one) =>
                      [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && one.checkVisibility()
                      && !one.closest('.visually-hidden') && parseFloat(getComputedStyle(one).fontSize) < 28);
                    const out = [...document.querySelectorAll('#wall *')].filter((one) => !one.closest('.visually-hidden, svg')
                      && one.checkVisibility()).filter((one) => {
                      const box = one.getBoundingClientRect();
                      const style = getComputedStyle(one);
                      const holder = one.parentElement.closest('.wall__tile, .wall__card, .wall__foot, .wall__open, #wall, body')
                        .getBoundingClientRect();
                      return box.bottom > innerHeight + 1 || box.right > innerWidth + 1
                        || box.bottom > holder.bottom + 1 || box.right > holder.right + 1
                        || style.overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 2;
                    });
                    return [small.map((one) => one.outerHTML.slice(0, 90)), out.map((one) => one.outerHTML.slice(0, 90)),
                      document.documentElement.scrollHeight - innerHeight];
                    """);
            assertThat((List<?>) found.get(0)).as("small in %s", mood).isEmpty();
            assertThat((List<?>) found.get(1)).as("cut off in %s", mood).isEmpty();
            assertThat(((Number) found.get(2)).intValue())
                    .as("scrolls in %s", mood)
                    .isLessThanOrEqualTo(0);
        }
    }

    @Test
    void theWallGetsARedFrameWhenItsDataIsOld() {
        browser.screen(1920, 1080, 1);
        sources.set(Mood.STALE);
        browser.open("/man-hinh");
        assertThat(browser.find("#wall").getAttribute("class")).contains("wall--old");
        assertThat(browser.find("[data-old]").isDisplayed()).isTrue();
        sources.set(Mood.CALM);
        browser.open("/man-hinh");
        assertThat(browser.find("#wall").getAttribute("class")).doesNotContain("wall--old");
        assertThat(browser.find("[data-old]").isDisplayed()).isFalse();
        // Three minutes in which no answer came.
        browser.run("const late = Date.now() + 180000; Date.now = () => late;");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        assertThat(browser.find("#wall").getAttribute("class")).contains("wall--old"));
        assertThat(browser.find("[data-old]").isDisplayed()).isTrue();
    }

    /** After a form that leads back to its own page. */
    private void awaitText(String selector, String text) {
        await().ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser.find(selector).getText()).contains(text));
    }

    private void awaitPath(String path) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(browser.path()).isEqualTo(path));
    }
}
