-- The catalogue and the functions of Citus that HQ uses, with the rules that its documentation and its messages give.
-- Nothing moves: a table that was "spread" keeps its rows. `citus_stand_in` counts what a real cluster would be told.

CREATE SCHEMA citus_stand_in;
CREATE TABLE citus_stand_in.pg_dist_partition (
    logicalrelid regclass PRIMARY KEY, partmethod "char" NOT NULL, partkey text, colocationid int NOT NULL DEFAULT 0,
    repmodel "char" NOT NULL
);
CREATE TABLE citus_stand_in.pg_dist_node (
    nodeid serial PRIMARY KEY, groupid int NOT NULL, nodename text NOT NULL, nodeport int NOT NULL DEFAULT 5432,
    isactive bool NOT NULL DEFAULT true, shouldhaveshards bool NOT NULL DEFAULT true
);
CREATE TABLE citus_stand_in.pg_dist_local_group (groupid int PRIMARY KEY);
INSERT INTO citus_stand_in.pg_dist_local_group VALUES (0);
CREATE TABLE citus_stand_in.commands (nodeid int, command text);
CREATE SEQUENCE citus_stand_in.groups;
ALTER TABLE citus_stand_in.pg_dist_partition SET SCHEMA pg_catalog;
ALTER TABLE citus_stand_in.pg_dist_node SET SCHEMA pg_catalog;
ALTER TABLE citus_stand_in.pg_dist_local_group SET SCHEMA pg_catalog;

CREATE FUNCTION pg_catalog.citus_add_node(name text, port int) RETURNS int LANGUAGE sql AS $$
    INSERT INTO pg_dist_node (groupid, nodename, nodeport)
    SELECT coalesce(max(groupid), 0) + 1, name, port FROM pg_dist_node RETURNING nodeid
$$;

CREATE FUNCTION pg_catalog.column_to_column_name(of regclass, key text) RETURNS text LANGUAGE sql
AS $$ SELECT key $$;

CREATE FUNCTION pg_catalog.run_command_on_all_nodes(command text, parallel bool DEFAULT true, give_warnings bool DEFAULT false)
RETURNS TABLE (nodeid int, success bool, result text) LANGUAGE plpgsql AS $$
DECLARE node record;
BEGIN
    FOR node IN SELECT * FROM pg_dist_node ORDER BY nodeid LOOP
        INSERT INTO citus_stand_in.commands VALUES (node.nodeid, command);
        nodeid := node.nodeid; success := true; result := 'DO';
        BEGIN
            EXECUTE command;
        EXCEPTION WHEN OTHERS THEN success := false; result := SQLERRM;
        END;
        RETURN NEXT;
    END LOOP;
END $$;

CREATE FUNCTION citus_stand_in.must_take(of regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
    IF (SELECT groupid FROM pg_dist_local_group) <> 0 THEN
        RAISE 'operation is not allowed on this node' USING HINT = 'Connect to the coordinator and run it again.';
    END IF;
    IF EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = of) THEN
        RAISE 'table "%" is already distributed', of;
    END IF;
    SELECT tgname INTO found FROM pg_trigger WHERE tgrelid = of AND NOT tgisinternal LIMIT 1;
    IF found IS NOT NULL AND coalesce(nullif(current_setting('citus.enable_unsafe_triggers', true), ''), 'off')::bool IS FALSE THEN
        RAISE 'cannot distribute relation "%" because it has triggers', of
            USING HINT = 'Consider dropping all the triggers on "' || of || '" and retry.';
    END IF;
    SELECT conname INTO found FROM pg_constraint
    WHERE contype = 'f' AND conrelid = of AND confrelid <> of
        AND NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = confrelid) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE 'referenced table of "%" must be a distributed table or a reference table', found;
    END IF;
    SELECT polname INTO found FROM pg_policy
    WHERE polrelid = of AND coalesce(polqual::text, '') || coalesce(polwithcheck::text, '') LIKE '%{SUBLINK%' LIMIT 1;
    IF found IS NOT NULL THEN RAISE 'cannot create policy "%": subqueries are not supported', found; END IF;
END $$;

CREATE FUNCTION pg_catalog.create_reference_table(of regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM citus_stand_in.must_take(of);
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = of AND NOT tgisinternal) THEN
        RAISE 'triggers are not supported on reference tables';
    END IF;
    IF EXISTS (SELECT FROM pg_constraint JOIN pg_dist_partition ON logicalrelid = confrelid AND partmethod = 'h'
               WHERE contype = 'f' AND conrelid = of) THEN
        RAISE 'foreign keys from reference tables to distributed tables are not supported';
    END IF;
    INSERT INTO pg_dist_partition VALUES (of, 'n', NULL, 1, 't');
END $$;

CREATE FUNCTION pg_catalog.create_distributed_table(
    of regclass, distribution_column text, distribution_type text DEFAULT 'hash', colocate_with text DEFAULT 'default',
    shard_count int DEFAULT NULL
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE column_no int2; type oid; beside pg_dist_partition; found text;
BEGIN
    PERFORM citus_stand_in.must_take(of);
    SELECT attnum, atttypid INTO column_no, type FROM pg_attribute
    WHERE attrelid = of AND attname = distribution_column AND NOT attisdropped AND attgenerated = '';
    IF column_no IS NULL THEN RAISE 'column "%" of relation "%" does not exist', distribution_column, of; END IF;
    SELECT x.relname INTO found FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
    WHERE i.indrelid = of AND (i.indisunique OR i.indisexclusion)
        AND NOT column_no = ANY ((i.indkey::int2[])[0 : i.indnkeyatts - 1]) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE 'cannot create constraint on "%"', of USING DETAIL = 'Distributed relations cannot have UNIQUE, EXCLUDE, '
            'or PRIMARY KEY constraints that do not include the partition column (' || found || ')';
    END IF;
    IF colocate_with NOT IN ('none', 'default') THEN
        SELECT * INTO beside FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass AND partmethod = 'h';
        IF beside IS NULL THEN RAISE 'relation % is not distributed', colocate_with; END IF;
        IF type <> (SELECT atttypid FROM pg_attribute WHERE attrelid = beside.logicalrelid AND attname = beside.partkey) THEN
            RAISE 'cannot colocate tables % and %', colocate_with, of USING DETAIL = 'Distribution column types don''t match.';
        END IF;
    END IF;
    SELECT c.conname INTO found
    FROM pg_constraint c JOIN pg_dist_partition p ON p.logicalrelid = c.confrelid AND p.partmethod = 'h'
    WHERE c.contype = 'f' AND c.conrelid = of AND (
        p.colocationid IS DISTINCT FROM beside.colocationid
        OR c.confdeltype IN ('n', 'd') OR c.confupdtype IN ('c', 'n', 'd')
        OR NOT EXISTS (
            SELECT FROM unnest(c.conkey, c.confkey) AS k(own, other)
            JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.other
            WHERE k.own = column_no AND a.attname = p.partkey)
    ) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE 'cannot create foreign key constraint' USING DETAIL = 'Foreign keys are supported in two cases, either in '
            'between two colocated tables including partition column in the same ordinal in the both tables or from '
            'distributed to reference tables (' || found || ')';
    END IF;
    INSERT INTO pg_dist_partition
    VALUES (of, 'h', distribution_column, coalesce(beside.colocationid, nextval('citus_stand_in.groups') + 1), 't');
END $$;
