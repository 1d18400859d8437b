package io.langsong.metric.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/** A database that goes away at a chosen step; a step is a connection taken, a statement run or a transaction ended. */
final class FragileDataSource {
    private static final Set<String> STEPS = Set.of(
            "getConnection", "execute", "executeQuery", "executeUpdate", "executeBatch", "executeLargeBatch", "commit");

    private final DataSource real;
    private final DataSource source;
    private int stepsLeft = Integer.MAX_VALUE;
    private boolean broken;

    FragileDataSource(DataSource real) {
        this.real = real;
        this.source = wrap(real, DataSource.class);
    }

    DataSource real() {
        return real;
    }

    /** Always the same: a transaction is of the very source that it was begun with. */
    DataSource source() {
        return source;
    }

    /** @param step 1 for the next */
    synchronized void breakAtStep(int step) {
        stepsLeft = step;
        broken = false;
    }

    synchronized void breakForGood() {
        broken = true;
    }

    synchronized void mend() {
        breakAtStep(Integer.MAX_VALUE);
    }

    synchronized boolean isBroken() {
        return broken;
    }

    private synchronized void step() throws SQLException {
        broken |= --stepsLeft <= 0;
        if (broken) {
            throw new SQLException("the database is away", "08006");
        }
    }

    private <A> A wrap(A inner, Class<A> as) {
        return as.cast(Proxy.newProxyInstance(as.getClassLoader(), new Class<?>[] {as}, (proxy, method, arguments) -> {
            if (STEPS.contains(method.getName())) {
                step();
            }
            try {
                Object result = method.invoke(inner, arguments);
                if (result instanceof Connection connection
                        && method.getName().equals("getConnection")
                        && as == DataSource.class) {
                    return wrap(connection, Connection.class);
                }
                if (result instanceof PreparedStatement statement) {
                    return wrap(statement, PreparedStatement.class);
                }
                return result instanceof Statement statement ? wrap(statement, Statement.class) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
