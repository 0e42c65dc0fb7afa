CREATE TABLE allotment (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	granted INTEGER NOT NULL, 
	returned INTEGER NOT NULL, 
	CONSTRAINT pk_allotment PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_allotment_tenant_id_station_id_epoch ON allotment (tenant_id, station_id, epoch);;
CREATE TABLE cart_void (
	tenant_id BLOB NOT NULL, 
	cart_id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	tickets INTEGER NOT NULL, 
	voided_at BIGINT NOT NULL, 
	CONSTRAINT pk_cart_void PRIMARY KEY (tenant_id, cart_id)
)
 WITHOUT ROWID;;
CREATE TABLE cashier (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	pin_hash VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_cashier PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE conflict_case (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	course VARCHAR NOT NULL, 
	opened_at BIGINT NOT NULL, 
	body VARCHAR NOT NULL, 
	CONSTRAINT pk_conflict_case PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE customer_edit (
	tenant_id BLOB NOT NULL, 
	customer_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	clock BIGINT NOT NULL, 
	erases INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	CONSTRAINT pk_customer_edit PRIMARY KEY (tenant_id, customer_id, station_id, position)
)
 WITHOUT ROWID;;
CREATE TABLE decided_suspension (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	performance_id BLOB NOT NULL, 
	kind VARCHAR NOT NULL, 
	starts_at BIGINT NOT NULL, 
	moved_to BIGINT, 
	was_cancelled BOOLEAN NOT NULL, 
	reason VARCHAR NOT NULL, 
	decided_at BIGINT NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_decided_suspension PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_decided_suspension_tenant_id_performance_id ON decided_suspension (tenant_id, performance_id);;
CREATE TABLE entered_rate (
	tenant_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	currency VARCHAR NOT NULL, 
	value_on VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_entered_rate PRIMARY KEY (tenant_id, station_id, position)
)
 WITHOUT ROWID;;
CREATE TABLE exchange_rate (
	tenant_id BLOB NOT NULL, 
	currency VARCHAR NOT NULL, 
	value_on VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_exchange_rate PRIMARY KEY (tenant_id, currency, value_on)
)
 WITHOUT ROWID;;
CREATE TABLE fact_subject (
	tenant_id BLOB NOT NULL, 
	subject_id BLOB NOT NULL, 
	part INTEGER NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_fact_subject PRIMARY KEY (tenant_id, subject_id, part, station_id, position)
)
 WITHOUT ROWID;;
CREATE TABLE fiscal_document (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	sale_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	medium VARCHAR NOT NULL, 
	series VARCHAR NOT NULL, 
	number BIGINT NOT NULL, 
	control_number VARCHAR NOT NULL, 
	issued_at BIGINT NOT NULL, 
	exempt BIGINT NOT NULL, 
	total BIGINT NOT NULL, 
	igtf_base BIGINT NOT NULL, 
	igtf BIGINT NOT NULL, 
	CONSTRAINT pk_fiscal_document PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_fiscal_document_tenant_id_position ON fiscal_document (tenant_id, position);;
CREATE TABLE form_run (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	first_control VARCHAR NOT NULL, 
	last_control VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_form_run PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_form_run_tenant_id_station_id_epoch_series_first_control ON form_run (tenant_id, station_id, epoch, series, first_control);;
CREATE INDEX ix_form_run_tenant_id_station_id_epoch_series_position ON form_run (tenant_id, station_id, epoch, series, position);;
CREATE TABLE hold (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	customer_name VARCHAR NOT NULL, 
	customer_document VARCHAR NOT NULL, 
	customer_id BLOB, 
	made_by BLOB, 
	made_at BIGINT NOT NULL, 
	approved_by BLOB, 
	position BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	ended_how VARCHAR NOT NULL, 
	ended_by BLOB, 
	reason VARCHAR NOT NULL, 
	sale_id BLOB, 
	CONSTRAINT pk_hold PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_hold_tenant_id_ended_how_expires_at ON hold (tenant_id, ended_how, expires_at);;
CREATE INDEX ix_hold_tenant_id_station_id_number ON hold (tenant_id, station_id, number);;
CREATE TABLE journal (
	tenant_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	body BLOB NOT NULL, 
	hash BLOB NOT NULL, 
	signature BLOB NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (tenant_id, station_id, epoch, seq)
);;
CREATE TABLE number_block (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	first BIGINT NOT NULL, 
	last BIGINT NOT NULL, 
	next BIGINT NOT NULL, 
	first_control VARCHAR NOT NULL, 
	CONSTRAINT pk_number_block PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_number_block_tenant_id_station_id_epoch ON number_block (tenant_id, station_id, epoch);;
CREATE TABLE paper (
	tenant_id BLOB NOT NULL, 
	job_id BLOB NOT NULL, 
	document_id BLOB NOT NULL, 
	outcome VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_paper PRIMARY KEY (tenant_id, job_id)
)
 WITHOUT ROWID;;
CREATE TABLE refund (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	sale_id BLOB NOT NULL, 
	document_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	cashier_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	refunded_at BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	approved_by BLOB, 
	reference VARCHAR NOT NULL, 
	paid_to VARCHAR NOT NULL, 
	CONSTRAINT pk_refund PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_refund_tenant_id_document_id ON refund (tenant_id, document_id);;
CREATE INDEX ix_refund_tenant_id_position ON refund (tenant_id, position);;
CREATE INDEX ix_refund_tenant_id_sale_id ON refund (tenant_id, sale_id);;
CREATE TABLE refund_right_move (
	tenant_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	sale_id BLOB NOT NULL, 
	grant_id BLOB, 
	is_return INTEGER NOT NULL, 
	moved_at BIGINT NOT NULL, 
	CONSTRAINT pk_refund_right_move PRIMARY KEY (tenant_id, station_id, position)
)
 WITHOUT ROWID;;
CREATE INDEX ix_refund_right_move_tenant_id_grant_id ON refund_right_move (tenant_id, grant_id);;
CREATE INDEX ix_refund_right_move_tenant_id_sale_id ON refund_right_move (tenant_id, sale_id);;
CREATE TABLE replaced_ticket (
	tenant_id BLOB NOT NULL, 
	code VARCHAR NOT NULL, 
	ticket_id BLOB NOT NULL, 
	cause VARCHAR NOT NULL, 
	act_id BLOB NOT NULL, 
	reason VARCHAR NOT NULL, 
	new_code VARCHAR NOT NULL, 
	zone_id BLOB NOT NULL, 
	seat_id INTEGER, 
	epoch INTEGER NOT NULL, 
	owed_currency VARCHAR NOT NULL, 
	owed BIGINT NOT NULL, 
	replaced_at BIGINT NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_replaced_ticket PRIMARY KEY (tenant_id, code)
)
 WITHOUT ROWID;;
CREATE INDEX ix_replaced_ticket_tenant_id_act_id ON replaced_ticket (tenant_id, act_id);;
CREATE INDEX ix_replaced_ticket_tenant_id_ticket_id ON replaced_ticket (tenant_id, ticket_id);;
CREATE TABLE reprint (
	tenant_id BLOB NOT NULL, 
	document_id BLOB NOT NULL, 
	copy_no INTEGER NOT NULL, 
	position BIGINT NOT NULL, 
	"by" BLOB NOT NULL, 
	reprinted_at BIGINT NOT NULL, 
	cause VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT pk_reprint PRIMARY KEY (tenant_id, document_id, copy_no)
)
 WITHOUT ROWID;;
CREATE TABLE seat (
	tenant_id BLOB NOT NULL, 
	venue_id BLOB NOT NULL, 
	id INTEGER NOT NULL, 
	section_no INTEGER NOT NULL, 
	"row" VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	x_mm INTEGER NOT NULL, 
	y_mm INTEGER NOT NULL, 
	kind INTEGER NOT NULL, 
	CONSTRAINT pk_seat PRIMARY KEY (tenant_id, venue_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE seat_lease (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	performance_id BLOB NOT NULL, 
	seats VARCHAR NOT NULL, 
	CONSTRAINT pk_seat_lease PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE series (
	tenant_id BLOB NOT NULL, 
	code VARCHAR NOT NULL, 
	medium VARCHAR NOT NULL, 
	issuer_name VARCHAR NOT NULL, 
	issuer_rif VARCHAR NOT NULL, 
	issuer_address VARCHAR NOT NULL, 
	special_from VARCHAR, 
	special_to VARCHAR, 
	CONSTRAINT pk_series PRIMARY KEY (tenant_id, code)
)
 WITHOUT ROWID;;
CREATE TABLE settled_case (
	tenant_id BLOB NOT NULL, 
	case_id BLOB NOT NULL, 
	resolution_id BLOB NOT NULL, 
	choice VARCHAR NOT NULL, 
	"by" BLOB, 
	settled_at BIGINT NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_settled_case PRIMARY KEY (tenant_id, case_id)
)
 WITHOUT ROWID;;
CREATE TABLE shift (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	number INTEGER NOT NULL, 
	cashier_id BLOB NOT NULL, 
	opened_at BIGINT NOT NULL, 
	opened_position BIGINT NOT NULL, 
	closed_at BIGINT, 
	closed_position BIGINT, 
	shown_position BIGINT, 
	CONSTRAINT pk_shift PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE sold_seat (
	tenant_id BLOB NOT NULL, 
	performance_id BLOB NOT NULL, 
	seat_id INTEGER NOT NULL, 
	ticket_id BLOB NOT NULL, 
	CONSTRAINT pk_sold_seat PRIMARY KEY (tenant_id, performance_id, seat_id)
)
 WITHOUT ROWID;;
CREATE TABLE sold_turn (
	tenant_id BLOB NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	turn INTEGER NOT NULL, 
	ticket_id BLOB NOT NULL, 
	CONSTRAINT pk_sold_turn PRIMARY KEY (tenant_id, performance_id, zone_id, turn)
)
 WITHOUT ROWID;;
CREATE TABLE spoiled_form (
	tenant_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	series VARCHAR NOT NULL, 
	first_control VARCHAR NOT NULL, 
	last_control VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	"by" BLOB, 
	approved_by BLOB, 
	spoiled_at BIGINT NOT NULL, 
	document_id BLOB, 
	new_control VARCHAR NOT NULL, 
	CONSTRAINT pk_spoiled_form PRIMARY KEY (tenant_id, station_id, position)
)
 WITHOUT ROWID;;
CREATE INDEX ix_spoiled_form_tenant_id_document_id ON spoiled_form (tenant_id, document_id);;
CREATE TABLE station (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	no INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	organisation VARCHAR NOT NULL, 
	series VARCHAR NOT NULL, 
	printer_columns INTEGER NOT NULL, 
	difference_limits VARCHAR NOT NULL, 
	blind_count BOOLEAN NOT NULL, 
	CONSTRAINT pk_station PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE station_key (
	tenant_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	public_key VARCHAR NOT NULL, 
	CONSTRAINT pk_station_key PRIMARY KEY (tenant_id, station_id, epoch)
)
 WITHOUT ROWID;;
CREATE TABLE tax_rate (
	tenant_id BLOB NOT NULL, 
	category VARCHAR NOT NULL, 
	valid_from VARCHAR NOT NULL, 
	valid_to VARCHAR, 
	rate VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_tax_rate PRIMARY KEY (tenant_id, category, valid_from)
)
 WITHOUT ROWID;;
CREATE TABLE ticket_holder (
	tenant_id BLOB NOT NULL, 
	act_id BLOB NOT NULL, 
	ticket_id BLOB NOT NULL, 
	code VARCHAR NOT NULL, 
	how VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	person_id BLOB, 
	"by" BLOB, 
	changed_at BIGINT NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_ticket_holder PRIMARY KEY (tenant_id, act_id, ticket_id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_ticket_holder_tenant_id_ticket_id ON ticket_holder (tenant_id, ticket_id);;
CREATE TABLE till_report (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	business_date VARCHAR NOT NULL, 
	taken_at BIGINT NOT NULL, 
	perpetual_documents INTEGER NOT NULL, 
	perpetual_sales BIGINT NOT NULL, 
	perpetual_iva BIGINT NOT NULL, 
	perpetual_igtf BIGINT NOT NULL, 
	CONSTRAINT pk_till_report PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_till_report_tenant_id_station_id_kind_position ON till_report (tenant_id, station_id, kind, position);;
CREATE TABLE turn_lease (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	turns VARCHAR NOT NULL, 
	CONSTRAINT pk_turn_lease PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE venue (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	name VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	CONSTRAINT pk_venue PRIMARY KEY (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE zone_sold (
	tenant_id BLOB NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	sold INTEGER NOT NULL, 
	CONSTRAINT pk_zone_sold PRIMARY KEY (tenant_id, performance_id, zone_id, station_id, epoch)
)
 WITHOUT ROWID;;
CREATE TABLE cash_movement (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	moved_at BIGINT NOT NULL, 
	CONSTRAINT pk_cash_movement PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_cash_movement_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE document_tax (
	tenant_id BLOB NOT NULL, 
	document_id BLOB NOT NULL, 
	category VARCHAR NOT NULL, 
	rate VARCHAR NOT NULL, 
	base BIGINT NOT NULL, 
	tax BIGINT NOT NULL, 
	CONSTRAINT pk_document_tax PRIMARY KEY (tenant_id, document_id, category), 
	CONSTRAINT fk_document_tax_tenant_id_document_id FOREIGN KEY(tenant_id, document_id) REFERENCES fiscal_document (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE event (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	venue_id BLOB NOT NULL, 
	name VARCHAR NOT NULL, 
	sell_until_minutes INTEGER NOT NULL, 
	refund_policy VARCHAR NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_event_tenant_id_venue_id FOREIGN KEY(tenant_id, venue_id) REFERENCES venue (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE form_lot (
	tenant_id BLOB NOT NULL, 
	series VARCHAR NOT NULL, 
	first_control VARCHAR NOT NULL, 
	last_control VARCHAR NOT NULL, 
	printer VARCHAR NOT NULL, 
	printer_rif VARCHAR NOT NULL, 
	authorisation VARCHAR NOT NULL, 
	made_on VARCHAR NOT NULL, 
	CONSTRAINT pk_form_lot PRIMARY KEY (tenant_id, series, first_control), 
	CONSTRAINT fk_form_lot_tenant_id_series FOREIGN KEY(tenant_id, series) REFERENCES series (tenant_id, code)
)
 WITHOUT ROWID;;
CREATE TABLE held_place (
	tenant_id BLOB NOT NULL, 
	hold_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	seat_id INTEGER, 
	ticket_type_id BLOB NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_held_place PRIMARY KEY (tenant_id, hold_id, ordinal), 
	CONSTRAINT fk_held_place_tenant_id_hold_id FOREIGN KEY(tenant_id, hold_id) REFERENCES hold (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_held_place_tenant_id_performance_id_seat_id ON held_place (tenant_id, performance_id, seat_id);;
CREATE TABLE money_back (
	tenant_id BLOB NOT NULL, 
	refund_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	method VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	ves BIGINT NOT NULL, 
	payee_phone VARCHAR NOT NULL, 
	payee_bank VARCHAR NOT NULL, 
	payee_document VARCHAR NOT NULL, 
	CONSTRAINT pk_money_back PRIMARY KEY (tenant_id, refund_id, ordinal), 
	CONSTRAINT fk_money_back_tenant_id_refund_id FOREIGN KEY(tenant_id, refund_id) REFERENCES refund (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE organiser_gift (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	cashier_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	given_at BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	approved_by BLOB NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	person_id BLOB, 
	CONSTRAINT pk_organiser_gift PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_organiser_gift_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_organiser_gift_tenant_id_position ON organiser_gift (tenant_id, position);;
CREATE TABLE refunded_ticket (
	tenant_id BLOB NOT NULL, 
	ticket_id BLOB NOT NULL, 
	refund_id BLOB NOT NULL, 
	code VARCHAR NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	seat_id INTEGER, 
	is_released INTEGER NOT NULL, 
	ves BIGINT NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_refunded_ticket PRIMARY KEY (tenant_id, ticket_id), 
	CONSTRAINT fk_refunded_ticket_tenant_id_refund_id FOREIGN KEY(tenant_id, refund_id) REFERENCES refund (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_refunded_ticket_tenant_id_code ON refunded_ticket (tenant_id, code);;
CREATE TABLE sale (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	cashier_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	sold_at BIGINT NOT NULL, 
	customer_name VARCHAR NOT NULL, 
	customer_document VARCHAR NOT NULL, 
	rates_on VARCHAR NOT NULL, 
	customer_id BLOB, 
	CONSTRAINT pk_sale PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_sale_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_sale_tenant_id_position ON sale (tenant_id, position);;
CREATE TABLE section (
	tenant_id BLOB NOT NULL, 
	venue_id BLOB NOT NULL, 
	no INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_section PRIMARY KEY (tenant_id, venue_id, no), 
	CONSTRAINT fk_section_tenant_id_venue_id FOREIGN KEY(tenant_id, venue_id) REFERENCES venue (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE shift_count (
	tenant_id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	denomination INTEGER NOT NULL, 
	quantity BIGINT NOT NULL, 
	CONSTRAINT pk_shift_count PRIMARY KEY (tenant_id, shift_id, ordinal, currency, denomination), 
	CONSTRAINT fk_shift_count_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE shift_difference (
	tenant_id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	currency VARCHAR NOT NULL, 
	expected BIGINT NOT NULL, 
	counted BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	approved_by BLOB, 
	CONSTRAINT pk_shift_difference PRIMARY KEY (tenant_id, shift_id, currency), 
	CONSTRAINT fk_shift_difference_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE shift_float (
	tenant_id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	CONSTRAINT pk_shift_float PRIMARY KEY (tenant_id, shift_id, currency), 
	CONSTRAINT fk_shift_float_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE till_excess (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	shift_id BLOB NOT NULL, 
	position BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	cashier_id BLOB, 
	approved_by BLOB, 
	tried_at BIGINT NOT NULL, 
	CONSTRAINT pk_till_excess PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_till_excess_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE change_given (
	tenant_id BLOB NOT NULL, 
	sale_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	method VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	ves BIGINT NOT NULL, 
	payee_phone VARCHAR NOT NULL, 
	payee_bank VARCHAR NOT NULL, 
	payee_document VARCHAR NOT NULL, 
	CONSTRAINT pk_change_given PRIMARY KEY (tenant_id, sale_id, ordinal), 
	CONSTRAINT fk_change_given_tenant_id_sale_id FOREIGN KEY(tenant_id, sale_id) REFERENCES sale (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE gift_ticket (
	tenant_id BLOB NOT NULL, 
	ticket_id BLOB NOT NULL, 
	gift_id BLOB NOT NULL, 
	code VARCHAR NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	seat_id INTEGER, 
	ticket_type VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_gift_ticket PRIMARY KEY (tenant_id, ticket_id), 
	CONSTRAINT fk_gift_ticket_tenant_id_gift_id FOREIGN KEY(tenant_id, gift_id) REFERENCES organiser_gift (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_gift_ticket_tenant_id_code ON gift_ticket (tenant_id, code);;
CREATE INDEX ix_gift_ticket_tenant_id_position ON gift_ticket (tenant_id, position);;
CREATE TABLE payment (
	tenant_id BLOB NOT NULL, 
	sale_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	method VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	ves BIGINT NOT NULL, 
	igtf_base BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	bank VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	payer VARCHAR NOT NULL, 
	batch VARCHAR NOT NULL, 
	approval VARCHAR NOT NULL, 
	last_four VARCHAR NOT NULL, 
	CONSTRAINT pk_payment PRIMARY KEY (tenant_id, sale_id, id), 
	CONSTRAINT fk_payment_tenant_id_sale_id FOREIGN KEY(tenant_id, sale_id) REFERENCES sale (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE performance (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	event_id BLOB NOT NULL, 
	starts_at BIGINT NOT NULL, 
	state VARCHAR NOT NULL, 
	CONSTRAINT pk_performance PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_performance_tenant_id_event_id FOREIGN KEY(tenant_id, event_id) REFERENCES event (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE ticket (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	sale_id BLOB NOT NULL, 
	code VARCHAR NOT NULL, 
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	seat_id INTEGER, 
	ticket_type VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	fee BIGINT NOT NULL, 
	tax_added BIGINT NOT NULL, 
	CONSTRAINT pk_ticket PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_ticket_tenant_id_sale_id FOREIGN KEY(tenant_id, sale_id) REFERENCES sale (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE ticket_type (
	tenant_id BLOB NOT NULL, 
	event_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	percent VARCHAR NOT NULL, 
	needs_document BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_ticket_type PRIMARY KEY (tenant_id, event_id, id), 
	CONSTRAINT fk_ticket_type_tenant_id_event_id FOREIGN KEY(tenant_id, event_id) REFERENCES event (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE zone (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	event_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	base_price BIGINT NOT NULL, 
	fee BIGINT NOT NULL, 
	tax VARCHAR NOT NULL, 
	tax_included BOOLEAN NOT NULL, 
	capacity INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	CONSTRAINT pk_zone PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_zone_tenant_id_event_id FOREIGN KEY(tenant_id, event_id) REFERENCES event (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE place_modifier (
	tenant_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	label VARCHAR NOT NULL, 
	percent VARCHAR NOT NULL, 
	section_nos VARCHAR NOT NULL, 
	rows VARCHAR NOT NULL, 
	numbers VARCHAR NOT NULL, 
	CONSTRAINT pk_place_modifier PRIMARY KEY (tenant_id, zone_id, ordinal), 
	CONSTRAINT fk_place_modifier_tenant_id_zone_id FOREIGN KEY(tenant_id, zone_id) REFERENCES zone (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE price_stage (
	tenant_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	percent VARCHAR NOT NULL, 
	until BIGINT, 
	up_to_sold INTEGER, 
	CONSTRAINT pk_price_stage PRIMARY KEY (tenant_id, zone_id, ordinal), 
	CONSTRAINT fk_price_stage_tenant_id_zone_id FOREIGN KEY(tenant_id, zone_id) REFERENCES zone (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE suspension (
	tenant_id BLOB NOT NULL, 
	id BLOB NOT NULL, 
	performance_id BLOB NOT NULL, 
	ordinal INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	starts_at BIGINT NOT NULL, 
	moved_to BIGINT, 
	was_cancelled BOOLEAN NOT NULL, 
	reason VARCHAR NOT NULL, 
	decided_at BIGINT NOT NULL, 
	station_id BLOB, 
	applied BOOLEAN NOT NULL, 
	CONSTRAINT pk_suspension PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_suspension_tenant_id_performance_id FOREIGN KEY(tenant_id, performance_id) REFERENCES performance (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE withheld_seat (
	tenant_id BLOB NOT NULL, 
	performance_id BLOB NOT NULL, 
	seat_id INTEGER NOT NULL, 
	state INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	CONSTRAINT pk_withheld_seat PRIMARY KEY (tenant_id, performance_id, seat_id), 
	CONSTRAINT fk_withheld_seat_tenant_id_performance_id FOREIGN KEY(tenant_id, performance_id) REFERENCES performance (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE zone_section (
	tenant_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	section_no INTEGER NOT NULL, 
	CONSTRAINT pk_zone_section PRIMARY KEY (tenant_id, zone_id, section_no), 
	CONSTRAINT fk_zone_section_tenant_id_zone_id FOREIGN KEY(tenant_id, zone_id) REFERENCES zone (tenant_id, id)
)
 WITHOUT ROWID;;
CREATE TABLE acknowledged (
	epoch INTEGER NOT NULL, 
	hq_incarnation BLOB NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_acknowledged PRIMARY KEY (epoch)
);;
CREATE TABLE asked_right (
	grant_id BLOB NOT NULL, 
	performance_id BLOB NOT NULL, 
	seats VARCHAR NOT NULL, 
	zone_id BLOB, 
	places INTEGER NOT NULL, 
	turns INTEGER NOT NULL, 
	asked_at BIGINT NOT NULL, 
	CONSTRAINT pk_asked_right PRIMARY KEY (grant_id)
);;
CREATE TABLE backup_state (
	only INTEGER NOT NULL, 
	made_at BIGINT, 
	z_number INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	failed_at BIGINT, 
	cause VARCHAR NOT NULL, 
	CONSTRAINT pk_backup_state PRIMARY KEY (only)
);;
CREATE TABLE catalogue_version (
	only INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_catalogue_version PRIMARY KEY (only)
);;
CREATE TABLE clock_acceptance (
	only INTEGER NOT NULL, 
	last BIGINT NOT NULL, 
	behind_ms BIGINT NOT NULL, 
	CONSTRAINT pk_clock_acceptance PRIMARY KEY (only)
);;
CREATE TABLE countersigned_head (
	epoch INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	body BLOB NOT NULL, 
	seal VARCHAR NOT NULL, 
	CONSTRAINT pk_countersigned_head PRIMARY KEY (epoch)
);;
CREATE TABLE customer_cursor (
	only INTEGER NOT NULL, 
	hq_incarnation BLOB NOT NULL, 
	cursor BIGINT NOT NULL, 
	fetched_at BIGINT NOT NULL, 
	is_whole INTEGER NOT NULL, 
	CONSTRAINT pk_customer_cursor PRIMARY KEY (only)
);;
CREATE TABLE customer_part (
	part VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	CONSTRAINT pk_customer_part PRIMARY KEY (part, name)
)
 WITHOUT ROWID;;
CREATE TABLE customer_word (
	part VARCHAR NOT NULL, 
	no INTEGER NOT NULL, 
	CONSTRAINT pk_customer_word PRIMARY KEY (part, no)
)
 WITHOUT ROWID;;
CREATE TABLE fence (
	only INTEGER NOT NULL, 
	cause VARCHAR NOT NULL, 
	raised_at BIGINT NOT NULL, 
	found_epoch INTEGER NOT NULL, 
	found_seq INTEGER NOT NULL, 
	found_hash VARCHAR NOT NULL, 
	found_document VARCHAR NOT NULL, 
	known_epoch INTEGER, 
	known_seq INTEGER, 
	known_hash VARCHAR, 
	known_document VARCHAR NOT NULL, 
	CONSTRAINT pk_fence PRIMARY KEY (only)
);;
CREATE TABLE hq_link (
	only INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	hq_key VARCHAR NOT NULL, 
	hq_incarnation BLOB NOT NULL, 
	cursor BIGINT, 
	contact_at BIGINT, 
	standing VARCHAR NOT NULL, 
	conflicts_open INTEGER NOT NULL, 
	failure VARCHAR NOT NULL, 
	compared_at BIGINT, 
	repaired VARCHAR NOT NULL, 
	repaired_at BIGINT, 
	clock_ahead_ms BIGINT, 
	catalogue_at BIGINT NOT NULL, 
	CONSTRAINT pk_hq_link PRIMARY KEY (only)
);;
CREATE TABLE hq_receipt (
	epoch INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	received_at BIGINT NOT NULL, 
	CONSTRAINT pk_hq_receipt PRIMARY KEY (epoch, seq)
)
 WITHOUT ROWID;;
CREATE TABLE identity (
	only INTEGER NOT NULL, 
	tenant_id BLOB NOT NULL, 
	station_id BLOB NOT NULL, 
	epoch INTEGER NOT NULL, 
	CONSTRAINT pk_identity PRIMARY KEY (only)
);;
CREATE TABLE kept_cart (
	cart_id BLOB NOT NULL, 
	cashier_id BLOB NOT NULL, 
	body VARCHAR NOT NULL, 
	kept_at BIGINT NOT NULL, 
	until BIGINT, 
	CONSTRAINT pk_kept_cart PRIMARY KEY (cart_id)
);;
CREATE TABLE known_customer (
	no INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	person_id BLOB, 
	document VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	hq_body VARCHAR NOT NULL, 
	CONSTRAINT pk_known_customer PRIMARY KEY (no)
);;
CREATE INDEX ix_known_customer_document ON known_customer (document);;
CREATE UNIQUE INDEX ix_known_customer_id ON known_customer (id);;
CREATE INDEX ix_known_customer_person_id ON known_customer (person_id);;
CREATE TABLE known_time (
	only INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_known_time PRIMARY KEY (only)
);;
CREATE TABLE payment_reference (
	ending VARCHAR NOT NULL, 
	sale_id BLOB NOT NULL, 
	payment_id BLOB NOT NULL, 
	CONSTRAINT pk_payment_reference PRIMARY KEY (ending, sale_id, payment_id)
);;
CREATE TABLE print_job (
	id BLOB NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject_id BLOB NOT NULL, 
	copy_no INTEGER NOT NULL, 
	papers INTEGER NOT NULL, 
	done INTEGER NOT NULL, 
	doubts VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_try_at BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	sent_at BIGINT, 
	CONSTRAINT pk_print_job PRIMARY KEY (id)
)
 WITHOUT ROWID;;
CREATE INDEX ix_print_job_state_created_at ON print_job (state, created_at);;
CREATE INDEX ix_print_job_subject_id ON print_job (subject_id);;
CREATE TABLE recalled_right (
	id BLOB NOT NULL, 
	body VARCHAR NOT NULL, 
	received_at BIGINT NOT NULL, 
	returned INTEGER NOT NULL, 
	stands INTEGER NOT NULL, 
	seen INTEGER NOT NULL, 
	CONSTRAINT pk_recalled_right PRIMARY KEY (id)
);;
CREATE TABLE sign_in_guard (
	cashier_id BLOB NOT NULL, 
	failures INTEGER NOT NULL, 
	wait_until BIGINT, 
	locked INTEGER NOT NULL, 
	CONSTRAINT pk_sign_in_guard PRIMARY KEY (cashier_id)
);;
CREATE TABLE signed_catalogue (
	n INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	body BLOB NOT NULL, 
	seal VARCHAR NOT NULL, 
	CONSTRAINT pk_signed_catalogue PRIMARY KEY (n)
);;
CREATE TABLE snapshot_piece (
	no INTEGER NOT NULL, 
	snapshot_id BLOB NOT NULL, 
	hq_incarnation BLOB NOT NULL, 
	cursor BIGINT NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	body BLOB, 
	CONSTRAINT pk_snapshot_piece PRIMARY KEY (no)
);;
CREATE TABLE sold_elsewhere (
	performance_id BLOB NOT NULL, 
	seats VARCHAR NOT NULL, 
	granted VARCHAR NOT NULL, 
	told_at BIGINT NOT NULL, 
	CONSTRAINT pk_sold_elsewhere PRIMARY KEY (performance_id)
);;
CREATE TABLE witness_doubt (
	only INTEGER NOT NULL, 
	flaw VARCHAR NOT NULL, 
	raised_at BIGINT NOT NULL, 
	CONSTRAINT pk_witness_doubt PRIMARY KEY (only)
);;
CREATE TABLE zone_at_hq (
	performance_id BLOB NOT NULL, 
	zone_id BLOB NOT NULL, 
	sold INTEGER NOT NULL, 
	places INTEGER NOT NULL, 
	turn INTEGER, 
	CONSTRAINT pk_zone_at_hq PRIMARY KEY (performance_id, zone_id)
);;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;;
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;;
CREATE TRIGGER fiscal_document_never_changes BEFORE UPDATE ON fiscal_document BEGIN SELECT RAISE(ABORT, 'fiscal_document is append-only'); END;;
CREATE TRIGGER fiscal_document_never_shrinks BEFORE DELETE ON fiscal_document BEGIN SELECT RAISE(ABORT, 'fiscal_document is append-only'); END;;
CREATE TRIGGER document_tax_never_changes BEFORE UPDATE ON document_tax BEGIN SELECT RAISE(ABORT, 'document_tax is append-only'); END;;
CREATE TRIGGER document_tax_never_shrinks BEFORE DELETE ON document_tax BEGIN SELECT RAISE(ABORT, 'document_tax is append-only'); END;;
CREATE TRIGGER sale_never_changes BEFORE UPDATE ON sale BEGIN SELECT RAISE(ABORT, 'sale is append-only'); END;;
CREATE TRIGGER sale_never_shrinks BEFORE DELETE ON sale BEGIN SELECT RAISE(ABORT, 'sale is append-only'); END;;
CREATE TRIGGER ticket_never_changes BEFORE UPDATE ON ticket BEGIN SELECT RAISE(ABORT, 'ticket is append-only'); END;;
CREATE TRIGGER ticket_never_shrinks BEFORE DELETE ON ticket BEGIN SELECT RAISE(ABORT, 'ticket is append-only'); END;;
CREATE TRIGGER payment_never_changes BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;;
CREATE TRIGGER payment_never_shrinks BEFORE DELETE ON payment BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;;
CREATE TRIGGER change_given_never_changes BEFORE UPDATE ON change_given BEGIN SELECT RAISE(ABORT, 'change_given is append-only'); END;;
CREATE TRIGGER change_given_never_shrinks BEFORE DELETE ON change_given BEGIN SELECT RAISE(ABORT, 'change_given is append-only'); END;;
CREATE TRIGGER till_report_never_changes BEFORE UPDATE ON till_report BEGIN SELECT RAISE(ABORT, 'till_report is append-only'); END;;
CREATE TRIGGER till_report_never_shrinks BEFORE DELETE ON till_report BEGIN SELECT RAISE(ABORT, 'till_report is append-only'); END;;
CREATE TRIGGER refund_never_changes BEFORE UPDATE ON refund BEGIN SELECT RAISE(ABORT, 'refund is append-only'); END;;
CREATE TRIGGER refund_never_shrinks BEFORE DELETE ON refund BEGIN SELECT RAISE(ABORT, 'refund is append-only'); END;;
CREATE TRIGGER refunded_ticket_never_changes BEFORE UPDATE ON refunded_ticket BEGIN SELECT RAISE(ABORT, 'refunded_ticket is append-only'); END;;
CREATE TRIGGER refunded_ticket_never_shrinks BEFORE DELETE ON refunded_ticket BEGIN SELECT RAISE(ABORT, 'refunded_ticket is append-only'); END;;
CREATE TRIGGER money_back_never_changes BEFORE UPDATE ON money_back BEGIN SELECT RAISE(ABORT, 'money_back is append-only'); END;;
CREATE TRIGGER money_back_never_shrinks BEFORE DELETE ON money_back BEGIN SELECT RAISE(ABORT, 'money_back is append-only'); END;;
CREATE TRIGGER ticket_holder_never_changes BEFORE UPDATE ON ticket_holder BEGIN SELECT RAISE(ABORT, 'ticket_holder is append-only'); END;;
CREATE TRIGGER ticket_holder_never_shrinks BEFORE DELETE ON ticket_holder BEGIN SELECT RAISE(ABORT, 'ticket_holder is append-only'); END;;
CREATE TRIGGER spoiled_form_never_changes BEFORE UPDATE ON spoiled_form BEGIN SELECT RAISE(ABORT, 'spoiled_form is append-only'); END;;
CREATE TRIGGER spoiled_form_never_shrinks BEFORE DELETE ON spoiled_form BEGIN SELECT RAISE(ABORT, 'spoiled_form is append-only'); END;;
CREATE TRIGGER decided_suspension_never_changes BEFORE UPDATE ON decided_suspension BEGIN SELECT RAISE(ABORT, 'decided_suspension is append-only'); END;;
CREATE TRIGGER decided_suspension_never_shrinks BEFORE DELETE ON decided_suspension BEGIN SELECT RAISE(ABORT, 'decided_suspension is append-only'); END;;
CREATE TRIGGER refund_right_move_never_changes BEFORE UPDATE ON refund_right_move BEGIN SELECT RAISE(ABORT, 'refund_right_move is append-only'); END;;
CREATE TRIGGER refund_right_move_never_shrinks BEFORE DELETE ON refund_right_move BEGIN SELECT RAISE(ABORT, 'refund_right_move is append-only'); END;;
CREATE TRIGGER signed_catalogue_never_changes BEFORE UPDATE ON signed_catalogue BEGIN SELECT RAISE(ABORT, 'signed_catalogue is append-only'); END;;
CREATE TRIGGER signed_catalogue_never_shrinks BEFORE DELETE ON signed_catalogue BEGIN SELECT RAISE(ABORT, 'signed_catalogue is append-only'); END;;
CREATE TRIGGER journal_grows_in_this_life BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM fence) OR NEW.epoch <> (SELECT epoch FROM identity) BEGIN SELECT RAISE(ABORT, 'the journal is stopped'); END;;
CREATE UNIQUE INDEX one_document_a_number ON fiscal_document (tenant_id, series, number);;
CREATE UNIQUE INDEX one_ticket_a_code ON ticket (tenant_id, lower(code));;
CREATE UNIQUE INDEX one_z_a_number ON till_report (tenant_id, station_id, number) WHERE kind = 'z';;
CREATE UNIQUE INDEX one_shift_a_number ON shift (tenant_id, station_id, number);;
CREATE INDEX sale_by_customer_document ON sale (customer_document) WHERE customer_document <> '';;
CREATE INDEX sale_by_customer_name ON sale (customer_name, position, tenant_id) WHERE customer_name <> '';;
CREATE INDEX sale_by_customer ON sale (customer_id) WHERE customer_id IS NOT NULL;;
CREATE INDEX ticket_holder_by_person ON ticket_holder (person_id) WHERE person_id IS NOT NULL;;
CREATE INDEX document_by_control ON fiscal_document (control_number) WHERE control_number <> '';;
CREATE INDEX ticket_holder_by_name ON ticket_holder (name);;
CREATE INDEX payment_by_phone ON payment (phone) WHERE phone <> '';;
CREATE INDEX seat_by_name ON seat (tenant_id, row, number);;
