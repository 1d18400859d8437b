package io.langsong.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/** Lets the person who starts the server read a sentence and its remedy instead of a stack trace. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseStartException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, DatabaseStartException cause) {
        return new FailureAnalysis(cause.problem() + ".", StringUtils.capitalize(cause.remedy()) + ".", cause);
    }
}
