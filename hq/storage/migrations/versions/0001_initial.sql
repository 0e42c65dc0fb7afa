CREATE TABLE allotment (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	granted INTEGER NOT NULL, 
	returned INTEGER NOT NULL, 
	CONSTRAINT pk_allotment PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_allotment_tenant_id_station_id_epoch ON allotment (tenant_id, station_id, epoch);;
CREATE TABLE cart_void (
	tenant_id UUID NOT NULL, 
	cart_id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	tickets INTEGER NOT NULL, 
	voided_at BIGINT NOT NULL, 
	CONSTRAINT pk_cart_void PRIMARY KEY (tenant_id, cart_id)
);;
CREATE TABLE cashier (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	pin_hash VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_cashier PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE conflict_case (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	course VARCHAR NOT NULL, 
	opened_at BIGINT NOT NULL, 
	body VARCHAR NOT NULL, 
	CONSTRAINT pk_conflict_case PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE customer_edit (
	tenant_id UUID NOT NULL, 
	customer_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	clock BIGINT NOT NULL, 
	erases INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	CONSTRAINT pk_customer_edit PRIMARY KEY (tenant_id, customer_id, station_id, position)
);;
CREATE TABLE decided_suspension (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	starts_at BIGINT NOT NULL, 
	moved_to BIGINT, 
	was_cancelled BOOLEAN NOT NULL, 
	reason VARCHAR NOT NULL, 
	decided_at BIGINT NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_decided_suspension PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_decided_suspension_tenant_id_performance_id ON decided_suspension (tenant_id, performance_id);;
CREATE TABLE entered_rate (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	currency VARCHAR NOT NULL, 
	value_on VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_entered_rate PRIMARY KEY (tenant_id, station_id, position)
);;
CREATE TABLE exchange_rate (
	tenant_id UUID NOT NULL, 
	currency VARCHAR NOT NULL, 
	value_on VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_exchange_rate PRIMARY KEY (tenant_id, currency, value_on)
);;
CREATE TABLE fact_subject (
	tenant_id UUID NOT NULL, 
	subject_id UUID NOT NULL, 
	part INTEGER NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_fact_subject PRIMARY KEY (tenant_id, subject_id, part, station_id, position)
);;
CREATE TABLE fiscal_document (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	sale_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
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
);;
CREATE INDEX ix_fiscal_document_tenant_id_position ON fiscal_document (tenant_id, position);;
CREATE TABLE form_run (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	first_control VARCHAR NOT NULL, 
	last_control VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_form_run PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_form_run_tenant_id_station_id_epoch_series_first_control ON form_run (tenant_id, station_id, epoch, series, first_control);;
CREATE INDEX ix_form_run_tenant_id_station_id_epoch_series_position ON form_run (tenant_id, station_id, epoch, series, position);;
CREATE TABLE hold (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	customer_name VARCHAR NOT NULL, 
	customer_document VARCHAR NOT NULL, 
	customer_id UUID, 
	made_by UUID, 
	made_at BIGINT NOT NULL, 
	approved_by UUID, 
	position BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	ended_how VARCHAR NOT NULL, 
	ended_by UUID, 
	reason VARCHAR NOT NULL, 
	sale_id UUID, 
	CONSTRAINT pk_hold PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_hold_tenant_id_ended_how_expires_at ON hold (tenant_id, ended_how, expires_at);;
CREATE INDEX ix_hold_tenant_id_station_id_number ON hold (tenant_id, station_id, number);;
CREATE TABLE journal (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	body BYTEA NOT NULL, 
	hash BYTEA NOT NULL, 
	signature BYTEA NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (tenant_id, station_id, epoch, seq)
);;
CREATE TABLE number_block (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	first BIGINT NOT NULL, 
	last BIGINT NOT NULL, 
	next BIGINT NOT NULL, 
	first_control VARCHAR NOT NULL, 
	CONSTRAINT pk_number_block PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_number_block_tenant_id_station_id_epoch ON number_block (tenant_id, station_id, epoch);;
CREATE TABLE paper (
	tenant_id UUID NOT NULL, 
	job_id UUID NOT NULL, 
	document_id UUID NOT NULL, 
	outcome VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_paper PRIMARY KEY (tenant_id, job_id)
);;
CREATE TABLE refund (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	sale_id UUID NOT NULL, 
	document_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	cashier_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	refunded_at BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	approved_by UUID, 
	reference VARCHAR NOT NULL, 
	paid_to VARCHAR NOT NULL, 
	CONSTRAINT pk_refund PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_refund_tenant_id_document_id ON refund (tenant_id, document_id);;
CREATE INDEX ix_refund_tenant_id_position ON refund (tenant_id, position);;
CREATE INDEX ix_refund_tenant_id_sale_id ON refund (tenant_id, sale_id);;
CREATE TABLE refund_right_move (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	sale_id UUID NOT NULL, 
	grant_id UUID, 
	is_return INTEGER NOT NULL, 
	moved_at BIGINT NOT NULL, 
	CONSTRAINT pk_refund_right_move PRIMARY KEY (tenant_id, station_id, position)
);;
CREATE INDEX ix_refund_right_move_tenant_id_grant_id ON refund_right_move (tenant_id, grant_id);;
CREATE INDEX ix_refund_right_move_tenant_id_sale_id ON refund_right_move (tenant_id, sale_id);;
CREATE TABLE replaced_ticket (
	tenant_id UUID NOT NULL, 
	code VARCHAR NOT NULL, 
	ticket_id UUID NOT NULL, 
	cause VARCHAR NOT NULL, 
	act_id UUID NOT NULL, 
	reason VARCHAR NOT NULL, 
	new_code VARCHAR NOT NULL, 
	zone_id UUID NOT NULL, 
	seat_id INTEGER, 
	epoch INTEGER NOT NULL, 
	owed_currency VARCHAR NOT NULL, 
	owed BIGINT NOT NULL, 
	replaced_at BIGINT NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_replaced_ticket PRIMARY KEY (tenant_id, code)
);;
CREATE INDEX ix_replaced_ticket_tenant_id_act_id ON replaced_ticket (tenant_id, act_id);;
CREATE INDEX ix_replaced_ticket_tenant_id_ticket_id ON replaced_ticket (tenant_id, ticket_id);;
CREATE TABLE reprint (
	tenant_id UUID NOT NULL, 
	document_id UUID NOT NULL, 
	copy_no INTEGER NOT NULL, 
	position BIGINT NOT NULL, 
	by UUID NOT NULL, 
	reprinted_at BIGINT NOT NULL, 
	cause VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT pk_reprint PRIMARY KEY (tenant_id, document_id, copy_no)
);;
CREATE TABLE seat (
	tenant_id UUID NOT NULL, 
	venue_id UUID NOT NULL, 
	id INTEGER NOT NULL, 
	section_no INTEGER NOT NULL, 
	row VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	x_mm INTEGER NOT NULL, 
	y_mm INTEGER NOT NULL, 
	kind INTEGER NOT NULL, 
	CONSTRAINT pk_seat PRIMARY KEY (tenant_id, venue_id, id)
);;
CREATE TABLE seat_lease (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	performance_id UUID NOT NULL, 
	seats VARCHAR NOT NULL, 
	CONSTRAINT pk_seat_lease PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE series (
	tenant_id UUID NOT NULL, 
	code VARCHAR NOT NULL, 
	medium VARCHAR NOT NULL, 
	issuer_name VARCHAR NOT NULL, 
	issuer_rif VARCHAR NOT NULL, 
	issuer_address VARCHAR NOT NULL, 
	special_from VARCHAR, 
	special_to VARCHAR, 
	CONSTRAINT pk_series PRIMARY KEY (tenant_id, code)
);;
CREATE TABLE settled_case (
	tenant_id UUID NOT NULL, 
	case_id UUID NOT NULL, 
	resolution_id UUID NOT NULL, 
	choice VARCHAR NOT NULL, 
	by UUID, 
	settled_at BIGINT NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_settled_case PRIMARY KEY (tenant_id, case_id)
);;
CREATE TABLE shift (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	number INTEGER NOT NULL, 
	cashier_id UUID NOT NULL, 
	opened_at BIGINT NOT NULL, 
	opened_position BIGINT NOT NULL, 
	closed_at BIGINT, 
	closed_position BIGINT, 
	shown_position BIGINT, 
	CONSTRAINT pk_shift PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE sold_seat (
	tenant_id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	seat_id INTEGER NOT NULL, 
	ticket_id UUID NOT NULL, 
	CONSTRAINT pk_sold_seat PRIMARY KEY (tenant_id, performance_id, seat_id)
);;
CREATE TABLE sold_turn (
	tenant_id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	turn INTEGER NOT NULL, 
	ticket_id UUID NOT NULL, 
	CONSTRAINT pk_sold_turn PRIMARY KEY (tenant_id, performance_id, zone_id, turn)
);;
CREATE TABLE spoiled_form (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	series VARCHAR NOT NULL, 
	first_control VARCHAR NOT NULL, 
	last_control VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	by UUID, 
	approved_by UUID, 
	spoiled_at BIGINT NOT NULL, 
	document_id UUID, 
	new_control VARCHAR NOT NULL, 
	CONSTRAINT pk_spoiled_form PRIMARY KEY (tenant_id, station_id, position)
);;
CREATE INDEX ix_spoiled_form_tenant_id_document_id ON spoiled_form (tenant_id, document_id);;
CREATE TABLE station (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	no INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	organisation VARCHAR NOT NULL, 
	series VARCHAR NOT NULL, 
	printer_columns INTEGER NOT NULL, 
	difference_limits VARCHAR NOT NULL, 
	blind_count BOOLEAN NOT NULL, 
	CONSTRAINT pk_station PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE station_key (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	public_key VARCHAR NOT NULL, 
	CONSTRAINT pk_station_key PRIMARY KEY (tenant_id, station_id, epoch)
);;
CREATE TABLE tax_rate (
	tenant_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	valid_from VARCHAR NOT NULL, 
	valid_to VARCHAR, 
	rate VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_tax_rate PRIMARY KEY (tenant_id, category, valid_from)
);;
CREATE TABLE ticket_holder (
	tenant_id UUID NOT NULL, 
	act_id UUID NOT NULL, 
	ticket_id UUID NOT NULL, 
	code VARCHAR NOT NULL, 
	how VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	person_id UUID, 
	by UUID, 
	changed_at BIGINT NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_ticket_holder PRIMARY KEY (tenant_id, act_id, ticket_id)
);;
CREATE INDEX ix_ticket_holder_tenant_id_ticket_id ON ticket_holder (tenant_id, ticket_id);;
CREATE TABLE till_report (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
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
);;
CREATE INDEX ix_till_report_tenant_id_station_id_kind_position ON till_report (tenant_id, station_id, kind, position);;
CREATE TABLE turn_lease (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	turns VARCHAR NOT NULL, 
	CONSTRAINT pk_turn_lease PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE venue (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	name VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	CONSTRAINT pk_venue PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE zone_sold (
	tenant_id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	sold INTEGER NOT NULL, 
	CONSTRAINT pk_zone_sold PRIMARY KEY (tenant_id, performance_id, zone_id, station_id, epoch)
);;
CREATE TABLE cash_movement (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	moved_at BIGINT NOT NULL, 
	CONSTRAINT pk_cash_movement PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_cash_movement_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
);;
CREATE TABLE document_tax (
	tenant_id UUID NOT NULL, 
	document_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	rate VARCHAR NOT NULL, 
	base BIGINT NOT NULL, 
	tax BIGINT NOT NULL, 
	CONSTRAINT pk_document_tax PRIMARY KEY (tenant_id, document_id, category), 
	CONSTRAINT fk_document_tax_tenant_id_document_id FOREIGN KEY(tenant_id, document_id) REFERENCES fiscal_document (tenant_id, id)
);;
CREATE TABLE event (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	venue_id UUID NOT NULL, 
	name VARCHAR NOT NULL, 
	sell_until_minutes INTEGER NOT NULL, 
	refund_policy VARCHAR NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_event_tenant_id_venue_id FOREIGN KEY(tenant_id, venue_id) REFERENCES venue (tenant_id, id)
);;
CREATE TABLE form_lot (
	tenant_id UUID NOT NULL, 
	series VARCHAR NOT NULL, 
	first_control VARCHAR NOT NULL, 
	last_control VARCHAR NOT NULL, 
	printer VARCHAR NOT NULL, 
	printer_rif VARCHAR NOT NULL, 
	authorisation VARCHAR NOT NULL, 
	made_on VARCHAR NOT NULL, 
	CONSTRAINT pk_form_lot PRIMARY KEY (tenant_id, series, first_control), 
	CONSTRAINT fk_form_lot_tenant_id_series FOREIGN KEY(tenant_id, series) REFERENCES series (tenant_id, code)
);;
CREATE TABLE held_place (
	tenant_id UUID NOT NULL, 
	hold_id UUID NOT NULL, 
	ordinal INTEGER NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	seat_id INTEGER, 
	ticket_type_id UUID NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_held_place PRIMARY KEY (tenant_id, hold_id, ordinal), 
	CONSTRAINT fk_held_place_tenant_id_hold_id FOREIGN KEY(tenant_id, hold_id) REFERENCES hold (tenant_id, id)
);;
CREATE INDEX ix_held_place_tenant_id_performance_id_seat_id ON held_place (tenant_id, performance_id, seat_id);;
CREATE TABLE money_back (
	tenant_id UUID NOT NULL, 
	refund_id UUID NOT NULL, 
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
);;
CREATE TABLE organiser_gift (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	cashier_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	given_at BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	approved_by UUID NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	person_id UUID, 
	CONSTRAINT pk_organiser_gift PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_organiser_gift_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
);;
CREATE INDEX ix_organiser_gift_tenant_id_position ON organiser_gift (tenant_id, position);;
CREATE TABLE refunded_ticket (
	tenant_id UUID NOT NULL, 
	ticket_id UUID NOT NULL, 
	refund_id UUID NOT NULL, 
	code VARCHAR NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	seat_id INTEGER, 
	is_released INTEGER NOT NULL, 
	ves BIGINT NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_refunded_ticket PRIMARY KEY (tenant_id, ticket_id), 
	CONSTRAINT fk_refunded_ticket_tenant_id_refund_id FOREIGN KEY(tenant_id, refund_id) REFERENCES refund (tenant_id, id)
);;
CREATE INDEX ix_refunded_ticket_tenant_id_code ON refunded_ticket (tenant_id, code);;
CREATE TABLE sale (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	cashier_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	sold_at BIGINT NOT NULL, 
	customer_name VARCHAR NOT NULL, 
	customer_document VARCHAR NOT NULL, 
	rates_on VARCHAR NOT NULL, 
	customer_id UUID, 
	CONSTRAINT pk_sale PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_sale_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
);;
CREATE INDEX ix_sale_tenant_id_position ON sale (tenant_id, position);;
CREATE TABLE section (
	tenant_id UUID NOT NULL, 
	venue_id UUID NOT NULL, 
	no INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_section PRIMARY KEY (tenant_id, venue_id, no), 
	CONSTRAINT fk_section_tenant_id_venue_id FOREIGN KEY(tenant_id, venue_id) REFERENCES venue (tenant_id, id)
);;
CREATE TABLE shift_count (
	tenant_id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	ordinal INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	denomination INTEGER NOT NULL, 
	quantity BIGINT NOT NULL, 
	CONSTRAINT pk_shift_count PRIMARY KEY (tenant_id, shift_id, ordinal, currency, denomination), 
	CONSTRAINT fk_shift_count_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
);;
CREATE TABLE shift_difference (
	tenant_id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	currency VARCHAR NOT NULL, 
	expected BIGINT NOT NULL, 
	counted BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	approved_by UUID, 
	CONSTRAINT pk_shift_difference PRIMARY KEY (tenant_id, shift_id, currency), 
	CONSTRAINT fk_shift_difference_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
);;
CREATE TABLE shift_float (
	tenant_id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	CONSTRAINT pk_shift_float PRIMARY KEY (tenant_id, shift_id, currency), 
	CONSTRAINT fk_shift_float_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
);;
CREATE TABLE till_excess (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	shift_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	cashier_id UUID, 
	approved_by UUID, 
	tried_at BIGINT NOT NULL, 
	CONSTRAINT pk_till_excess PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_till_excess_tenant_id_shift_id FOREIGN KEY(tenant_id, shift_id) REFERENCES shift (tenant_id, id)
);;
CREATE TABLE change_given (
	tenant_id UUID NOT NULL, 
	sale_id UUID NOT NULL, 
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
);;
CREATE TABLE gift_ticket (
	tenant_id UUID NOT NULL, 
	ticket_id UUID NOT NULL, 
	gift_id UUID NOT NULL, 
	code VARCHAR NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	seat_id INTEGER, 
	ticket_type VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_gift_ticket PRIMARY KEY (tenant_id, ticket_id), 
	CONSTRAINT fk_gift_ticket_tenant_id_gift_id FOREIGN KEY(tenant_id, gift_id) REFERENCES organiser_gift (tenant_id, id)
);;
CREATE INDEX ix_gift_ticket_tenant_id_code ON gift_ticket (tenant_id, code);;
CREATE INDEX ix_gift_ticket_tenant_id_position ON gift_ticket (tenant_id, position);;
CREATE TABLE payment (
	tenant_id UUID NOT NULL, 
	sale_id UUID NOT NULL, 
	id UUID NOT NULL, 
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
);;
CREATE TABLE performance (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	event_id UUID NOT NULL, 
	starts_at BIGINT NOT NULL, 
	state VARCHAR NOT NULL, 
	CONSTRAINT pk_performance PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_performance_tenant_id_event_id FOREIGN KEY(tenant_id, event_id) REFERENCES event (tenant_id, id)
);;
CREATE TABLE ticket (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	sale_id UUID NOT NULL, 
	code VARCHAR NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	seat_id INTEGER, 
	ticket_type VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	fee BIGINT NOT NULL, 
	tax_added BIGINT NOT NULL, 
	CONSTRAINT pk_ticket PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_ticket_tenant_id_sale_id FOREIGN KEY(tenant_id, sale_id) REFERENCES sale (tenant_id, id)
);;
CREATE TABLE ticket_type (
	tenant_id UUID NOT NULL, 
	event_id UUID NOT NULL, 
	id UUID NOT NULL, 
	ordinal INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	percent VARCHAR NOT NULL, 
	needs_document BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_ticket_type PRIMARY KEY (tenant_id, event_id, id), 
	CONSTRAINT fk_ticket_type_tenant_id_event_id FOREIGN KEY(tenant_id, event_id) REFERENCES event (tenant_id, id)
);;
CREATE TABLE zone (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	event_id UUID NOT NULL, 
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
);;
CREATE TABLE place_modifier (
	tenant_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	ordinal INTEGER NOT NULL, 
	label VARCHAR NOT NULL, 
	percent VARCHAR NOT NULL, 
	section_nos VARCHAR NOT NULL, 
	rows VARCHAR NOT NULL, 
	numbers VARCHAR NOT NULL, 
	CONSTRAINT pk_place_modifier PRIMARY KEY (tenant_id, zone_id, ordinal), 
	CONSTRAINT fk_place_modifier_tenant_id_zone_id FOREIGN KEY(tenant_id, zone_id) REFERENCES zone (tenant_id, id)
);;
CREATE TABLE price_stage (
	tenant_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	ordinal INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	percent VARCHAR NOT NULL, 
	until BIGINT, 
	up_to_sold INTEGER, 
	CONSTRAINT pk_price_stage PRIMARY KEY (tenant_id, zone_id, ordinal), 
	CONSTRAINT fk_price_stage_tenant_id_zone_id FOREIGN KEY(tenant_id, zone_id) REFERENCES zone (tenant_id, id)
);;
CREATE TABLE suspension (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	ordinal INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	starts_at BIGINT NOT NULL, 
	moved_to BIGINT, 
	was_cancelled BOOLEAN NOT NULL, 
	reason VARCHAR NOT NULL, 
	decided_at BIGINT NOT NULL, 
	station_id UUID, 
	applied BOOLEAN NOT NULL, 
	CONSTRAINT pk_suspension PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_suspension_tenant_id_performance_id FOREIGN KEY(tenant_id, performance_id) REFERENCES performance (tenant_id, id)
);;
CREATE TABLE withheld_seat (
	tenant_id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	seat_id INTEGER NOT NULL, 
	state INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	CONSTRAINT pk_withheld_seat PRIMARY KEY (tenant_id, performance_id, seat_id), 
	CONSTRAINT fk_withheld_seat_tenant_id_performance_id FOREIGN KEY(tenant_id, performance_id) REFERENCES performance (tenant_id, id)
);;
CREATE TABLE zone_section (
	tenant_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	section_no INTEGER NOT NULL, 
	CONSTRAINT pk_zone_section PRIMARY KEY (tenant_id, zone_id, section_no), 
	CONSTRAINT fk_zone_section_tenant_id_zone_id FOREIGN KEY(tenant_id, zone_id) REFERENCES zone (tenant_id, id)
);;
CREATE TABLE challenge (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	hash BYTEA NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_challenge PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_challenge_tenant_id_station_id ON challenge (tenant_id, station_id);;
CREATE TABLE customer (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	seq BIGINT NOT NULL, 
	person_id UUID, 
	sort_name VARCHAR NOT NULL, 
	document VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	doubtful BOOLEAN NOT NULL, 
	body VARCHAR NOT NULL, 
	CONSTRAINT pk_customer PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_customer_sort_name ON customer (tenant_id, sort_name, id);;
CREATE INDEX ix_customer_tenant_id_document ON customer (tenant_id, document);;
CREATE INDEX ix_customer_tenant_id_email ON customer (tenant_id, email);;
CREATE INDEX ix_customer_tenant_id_person_id ON customer (tenant_id, person_id);;
CREATE INDEX ix_customer_tenant_id_phone ON customer (tenant_id, phone);;
CREATE UNIQUE INDEX ix_customer_tenant_id_seq ON customer (tenant_id, seq);;
CREATE TABLE customer_feed (
	tenant_id UUID NOT NULL, 
	head BIGINT NOT NULL, 
	CONSTRAINT pk_customer_feed PRIMARY KEY (tenant_id)
);;
CREATE TABLE customer_pair (
	tenant_id UUID NOT NULL, 
	first_id UUID NOT NULL, 
	second_id UUID NOT NULL, 
	shared VARCHAR NOT NULL, 
	is_filed BOOLEAN NOT NULL, 
	CONSTRAINT pk_customer_pair PRIMARY KEY (tenant_id, first_id, second_id)
);;
CREATE INDEX ix_customer_pair_tenant_id_is_filed ON customer_pair (tenant_id, is_filed);;
CREATE INDEX ix_customer_pair_tenant_id_second_id ON customer_pair (tenant_id, second_id);;
CREATE TABLE enrolment_code (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	hash BYTEA NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	used_by VARCHAR, 
	epoch INTEGER, 
	CONSTRAINT pk_enrolment_code PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_enrolment_code_tenant_id_station_id FOREIGN KEY(tenant_id, station_id) REFERENCES station (tenant_id, id)
);;
CREATE INDEX ix_enrolment_code_hash ON enrolment_code (hash);;
CREATE UNIQUE INDEX ix_enrolment_code_tenant_id_hash ON enrolment_code (tenant_id, hash);;
CREATE TABLE hq_incarnation (
	n INTEGER NOT NULL, 
	id UUID NOT NULL, 
	opened_at BIGINT NOT NULL, 
	CONSTRAINT pk_hq_incarnation PRIMARY KEY (n)
);;
CREATE TABLE hq_journal (
	tenant_id UUID NOT NULL, 
	seq BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	body BYTEA NOT NULL, 
	hash BYTEA NOT NULL, 
	signature BYTEA NOT NULL, 
	CONSTRAINT pk_hq_journal PRIMARY KEY (tenant_id, seq)
);;
CREATE TABLE hq_key (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	public_key VARCHAR NOT NULL, 
	sealed BYTEA NOT NULL, 
	created_at BIGINT NOT NULL, 
	retired_at BIGINT, 
	CONSTRAINT pk_hq_key PRIMARY KEY (tenant_id, id)
);;
CREATE TABLE staff_account (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	login VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	networks VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_staff_account PRIMARY KEY (tenant_id, id)
);;
CREATE UNIQUE INDEX ix_staff_account_tenant_id_login ON staff_account (tenant_id, login);;
CREATE TABLE station_epoch (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	public_key VARCHAR NOT NULL, 
	enrolled_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	reason VARCHAR, 
	CONSTRAINT pk_station_epoch PRIMARY KEY (tenant_id, station_id, epoch), 
	CONSTRAINT fk_station_epoch_tenant_id_station_id FOREIGN KEY(tenant_id, station_id) REFERENCES station (tenant_id, id)
);;
CREATE TABLE station_life (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	status VARCHAR NOT NULL, 
	epoch INTEGER NOT NULL, 
	public_key VARCHAR NOT NULL, 
	enrolled_at BIGINT, 
	acknowledged BIGINT NOT NULL, 
	head_hash BYTEA NOT NULL, 
	session VARCHAR NOT NULL, 
	last_request INTEGER NOT NULL, 
	last_seen_at BIGINT, 
	software VARCHAR NOT NULL, 
	epoch_approved INTEGER, 
	CONSTRAINT pk_station_life PRIMARY KEY (tenant_id, station_id), 
	CONSTRAINT fk_station_life_tenant_id_station_id FOREIGN KEY(tenant_id, station_id) REFERENCES station (tenant_id, id)
);;
CREATE TABLE tenant (
	tenant_id UUID NOT NULL, 
	slug VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	created_at BIGINT NOT NULL, 
	books_closed_through VARCHAR, 
	CONSTRAINT pk_tenant PRIMARY KEY (tenant_id)
);;
CREATE INDEX ix_tenant_slug ON tenant (slug);;
CREATE TABLE refresh_token (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	family_id UUID NOT NULL, 
	account_id UUID NOT NULL, 
	issued_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	revoked_at BIGINT, 
	hash BYTEA NOT NULL, 
	CONSTRAINT pk_refresh_token PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_refresh_token_tenant_id_account_id FOREIGN KEY(tenant_id, account_id) REFERENCES staff_account (tenant_id, id)
);;
CREATE INDEX ix_refresh_token_family ON refresh_token (tenant_id, family_id);;
CREATE INDEX ix_refresh_token_revoked ON refresh_token (tenant_id, family_id) WHERE revoked_at IS NOT NULL;;
CREATE UNIQUE INDEX ix_refresh_token_tenant_id_hash ON refresh_token (tenant_id, hash);;
CREATE TABLE edition (
	tenant_id UUID NOT NULL, 
	seq BIGINT NOT NULL, 
	published_at BIGINT, 
	CONSTRAINT pk_edition PRIMARY KEY (tenant_id, seq)
);;
CREATE TABLE entry_receipt (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	received_at BIGINT NOT NULL, 
	CONSTRAINT pk_entry_receipt PRIMARY KEY (tenant_id, station_id, epoch, seq)
);;
CREATE TABLE entry_state (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	error VARCHAR NOT NULL, 
	noted_at BIGINT NOT NULL, 
	CONSTRAINT pk_entry_state PRIMARY KEY (tenant_id, station_id, epoch, seq)
);;
CREATE TABLE feed (
	tenant_id UUID NOT NULL, 
	head BIGINT NOT NULL, 
	pruned_to BIGINT NOT NULL, 
	CONSTRAINT pk_feed PRIMARY KEY (tenant_id)
);;
CREATE TABLE feed_change (
	tenant_id UUID NOT NULL, 
	seq BIGINT NOT NULL, 
	station_id UUID, 
	body BYTEA NOT NULL, 
	CONSTRAINT pk_feed_change PRIMARY KEY (tenant_id, seq)
);;
CREATE TABLE grant_issued (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	body BYTEA NOT NULL, 
	certificate VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	granted_at BIGINT NOT NULL, 
	CONSTRAINT pk_grant_issued PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_grant_issued_tenant_id_station_id_state ON grant_issued (tenant_id, station_id, state);;
CREATE TABLE handed_entry (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash BYTEA NOT NULL, 
	receiver_id UUID NOT NULL, 
	receiver_epoch INTEGER NOT NULL, 
	CONSTRAINT pk_handed_entry PRIMARY KEY (tenant_id, station_id, epoch, seq)
);;
CREATE TABLE issue_log (
	tenant_id UUID NOT NULL, 
	n BIGINT NOT NULL, 
	CONSTRAINT pk_issue_log PRIMARY KEY (tenant_id)
);;
CREATE TABLE issued_number (
	tenant_id UUID NOT NULL, 
	series VARCHAR NOT NULL, 
	number BIGINT NOT NULL, 
	document_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_issued_number PRIMARY KEY (tenant_id, series, number)
);;
CREATE TABLE lent_refund (
	tenant_id UUID NOT NULL, 
	sale_id UUID NOT NULL, 
	ordinal INTEGER NOT NULL, 
	grant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	CONSTRAINT pk_lent_refund PRIMARY KEY (tenant_id, sale_id, ordinal)
);;
CREATE TABLE number_right (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	first BIGINT NOT NULL, 
	last BIGINT NOT NULL, 
	fenced INTEGER NOT NULL, 
	first_control VARCHAR NOT NULL, 
	CONSTRAINT pk_number_right PRIMARY KEY (tenant_id, id), 
	CHECK (last >= first)
);;
CREATE UNIQUE INDEX ix_number_right_first_control ON number_right (tenant_id, series, first_control) WHERE first_control <> '';;
CREATE UNIQUE INDEX ix_number_right_tenant_id_series_first ON number_right (tenant_id, series, first);;
CREATE INDEX ix_number_right_tenant_id_station_id_epoch ON number_right (tenant_id, station_id, epoch);;
CREATE TABLE number_series (
	tenant_id UUID NOT NULL, 
	code VARCHAR NOT NULL, 
	next_free BIGINT NOT NULL, 
	CONSTRAINT pk_number_series PRIMARY KEY (tenant_id, code)
);;
CREATE TABLE past_row (
	tenant_id UUID NOT NULL, 
	table_name VARCHAR NOT NULL, 
	row_key VARCHAR NOT NULL, 
	until_seq BIGINT NOT NULL, 
	scope VARCHAR NOT NULL, 
	body VARCHAR, 
	CONSTRAINT pk_past_row PRIMARY KEY (tenant_id, table_name, row_key, until_seq)
);;
CREATE INDEX ix_past_row_tenant_id_table_name_scope_until_seq ON past_row (tenant_id, table_name, scope, until_seq);;
CREATE TABLE place_pool (
	tenant_id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	capacity INTEGER NOT NULL, 
	granted INTEGER NOT NULL, 
	returned INTEGER NOT NULL, 
	beyond INTEGER NOT NULL, 
	CONSTRAINT pk_place_pool PRIMARY KEY (tenant_id, performance_id, zone_id), 
	CHECK (granted - returned <= capacity), 
	CHECK (returned <= granted)
);;
CREATE TABLE place_right (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	granted INTEGER NOT NULL, 
	returned INTEGER NOT NULL, 
	asked INTEGER NOT NULL, 
	CONSTRAINT pk_place_right PRIMARY KEY (tenant_id, id), 
	CHECK (returned <= granted)
);;
CREATE INDEX ix_place_right_tenant_id_station_id_epoch ON place_right (tenant_id, station_id, epoch);;
CREATE TABLE quarantine (
	tenant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash BYTEA NOT NULL, 
	body BYTEA NOT NULL, 
	signature BYTEA NOT NULL, 
	reason VARCHAR NOT NULL, 
	received_at BIGINT NOT NULL, 
	CONSTRAINT pk_quarantine PRIMARY KEY (tenant_id, station_id, epoch, seq, hash)
);;
CREATE TABLE recall (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	series VARCHAR NOT NULL, 
	performance_id UUID, 
	zone_id UUID, 
	seats VARCHAR NOT NULL, 
	keep INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	asked_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	CONSTRAINT pk_recall PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_recall_tenant_id_station_id_epoch ON recall (tenant_id, station_id, epoch);;
CREATE TABLE seat_right (
	tenant_id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	seat_id INTEGER NOT NULL, 
	grant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	quarantined INTEGER NOT NULL, 
	asked INTEGER NOT NULL, 
	CONSTRAINT pk_seat_right PRIMARY KEY (tenant_id, performance_id, seat_id)
);;
CREATE INDEX ix_seat_right_asked ON seat_right (tenant_id, performance_id, station_id, epoch) WHERE asked = 1;;
CREATE INDEX ix_seat_right_tenant_id_grant_id ON seat_right (tenant_id, grant_id);;
CREATE TABLE snapshot (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	cursor BIGINT NOT NULL, 
	made_at BIGINT NOT NULL, 
	CONSTRAINT pk_snapshot PRIMARY KEY (tenant_id, id)
);;
CREATE INDEX ix_snapshot_tenant_id_cursor ON snapshot (tenant_id, cursor);;
CREATE TABLE snapshot_chunk (
	tenant_id UUID NOT NULL, 
	snapshot_id UUID NOT NULL, 
	no INTEGER NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	body BYTEA NOT NULL, 
	CONSTRAINT pk_snapshot_chunk PRIMARY KEY (tenant_id, snapshot_id, no)
);;
CREATE TABLE turn_right (
	tenant_id UUID NOT NULL, 
	performance_id UUID NOT NULL, 
	zone_id UUID NOT NULL, 
	turn INTEGER NOT NULL, 
	grant_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	epoch INTEGER NOT NULL, 
	quarantined INTEGER NOT NULL, 
	asked INTEGER NOT NULL, 
	CONSTRAINT pk_turn_right PRIMARY KEY (tenant_id, performance_id, zone_id, turn)
);;
CREATE INDEX ix_turn_right_tenant_id_grant_id ON turn_right (tenant_id, grant_id);;
CREATE TABLE used_reference (
	tenant_id UUID NOT NULL, 
	ending VARCHAR NOT NULL, 
	sale_id UUID NOT NULL, 
	payment_id UUID NOT NULL, 
	CONSTRAINT pk_used_reference PRIMARY KEY (tenant_id, ending, sale_id, payment_id)
);;
CREATE TABLE void_range (
	tenant_id UUID NOT NULL, 
	series VARCHAR NOT NULL, 
	first BIGINT NOT NULL, 
	last BIGINT NOT NULL, 
	grant_id UUID NOT NULL, 
	reason VARCHAR NOT NULL, 
	voided_at BIGINT NOT NULL, 
	CONSTRAINT pk_void_range PRIMARY KEY (tenant_id, series, first)
);;
CREATE TABLE wanted_refund (
	tenant_id UUID NOT NULL, 
	sale_id UUID NOT NULL, 
	station_id UUID NOT NULL, 
	CONSTRAINT pk_wanted_refund PRIMARY KEY (tenant_id, sale_id)
);;
CREATE TABLE conflict_claim (
	tenant_id UUID NOT NULL, 
	id UUID NOT NULL, 
	said VARCHAR NOT NULL, 
	thing VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	filed_at BIGINT NOT NULL, 
	CONSTRAINT pk_conflict_claim PRIMARY KEY (tenant_id, id, said)
);;
CREATE INDEX ix_conflict_claim_tenant_id_thing ON conflict_claim (tenant_id, thing);;
CREATE TABLE conflict_history (
	tenant_id UUID NOT NULL, 
	case_id UUID NOT NULL, 
	no INTEGER NOT NULL, 
	act VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	body VARCHAR NOT NULL, 
	CONSTRAINT pk_conflict_history PRIMARY KEY (tenant_id, case_id, no)
);;
CREATE TABLE conflict_resolution (
	tenant_id UUID NOT NULL, 
	case_id UUID NOT NULL, 
	id UUID NOT NULL, 
	body VARCHAR NOT NULL, 
	resolved_at BIGINT NOT NULL, 
	CONSTRAINT pk_conflict_resolution PRIMARY KEY (tenant_id, case_id)
);;
CREATE TABLE dispute (
	tenant_id UUID NOT NULL, 
	thing VARCHAR NOT NULL, 
	settled INTEGER NOT NULL, 
	CONSTRAINT pk_dispute PRIMARY KEY (tenant_id, thing)
);;
CREATE INDEX ix_dispute_tenant_id_settled ON dispute (tenant_id, settled);;
DO $$ BEGIN CREATE ROLE taquilla_app NOLOGIN NOBYPASSRLS; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;;
DO $$ BEGIN CREATE ROLE taquilla_platform NOLOGIN NOBYPASSRLS; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;;
GRANT taquilla_app, taquilla_platform TO CURRENT_USER;;
GRANT USAGE ON SCHEMA public TO taquilla_app, taquilla_platform;;
ALTER TABLE allotment ENABLE ROW LEVEL SECURITY;;
ALTER TABLE allotment FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON allotment TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE cart_void ENABLE ROW LEVEL SECURITY;;
ALTER TABLE cart_void FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON cart_void TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE cashier ENABLE ROW LEVEL SECURITY;;
ALTER TABLE cashier FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON cashier TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE conflict_case ENABLE ROW LEVEL SECURITY;;
ALTER TABLE conflict_case FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON conflict_case TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE customer_edit ENABLE ROW LEVEL SECURITY;;
ALTER TABLE customer_edit FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON customer_edit TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE decided_suspension ENABLE ROW LEVEL SECURITY;;
ALTER TABLE decided_suspension FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON decided_suspension TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE entered_rate ENABLE ROW LEVEL SECURITY;;
ALTER TABLE entered_rate FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON entered_rate TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE exchange_rate ENABLE ROW LEVEL SECURITY;;
ALTER TABLE exchange_rate FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON exchange_rate TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE fact_subject ENABLE ROW LEVEL SECURITY;;
ALTER TABLE fact_subject FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON fact_subject TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE fiscal_document ENABLE ROW LEVEL SECURITY;;
ALTER TABLE fiscal_document FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON fiscal_document TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE form_run ENABLE ROW LEVEL SECURITY;;
ALTER TABLE form_run FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON form_run TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE hold ENABLE ROW LEVEL SECURITY;;
ALTER TABLE hold FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON hold TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE journal ENABLE ROW LEVEL SECURITY;;
ALTER TABLE journal FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON journal TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE number_block ENABLE ROW LEVEL SECURITY;;
ALTER TABLE number_block FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON number_block TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE paper ENABLE ROW LEVEL SECURITY;;
ALTER TABLE paper FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON paper TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE refund ENABLE ROW LEVEL SECURITY;;
ALTER TABLE refund FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON refund TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE refund_right_move ENABLE ROW LEVEL SECURITY;;
ALTER TABLE refund_right_move FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON refund_right_move TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE replaced_ticket ENABLE ROW LEVEL SECURITY;;
ALTER TABLE replaced_ticket FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON replaced_ticket TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE reprint ENABLE ROW LEVEL SECURITY;;
ALTER TABLE reprint FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON reprint TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE seat ENABLE ROW LEVEL SECURITY;;
ALTER TABLE seat FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON seat TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE seat_lease ENABLE ROW LEVEL SECURITY;;
ALTER TABLE seat_lease FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON seat_lease TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE series ENABLE ROW LEVEL SECURITY;;
ALTER TABLE series FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON series TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE settled_case ENABLE ROW LEVEL SECURITY;;
ALTER TABLE settled_case FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON settled_case TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE shift ENABLE ROW LEVEL SECURITY;;
ALTER TABLE shift FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON shift TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE sold_seat ENABLE ROW LEVEL SECURITY;;
ALTER TABLE sold_seat FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON sold_seat TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE sold_turn ENABLE ROW LEVEL SECURITY;;
ALTER TABLE sold_turn FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON sold_turn TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE spoiled_form ENABLE ROW LEVEL SECURITY;;
ALTER TABLE spoiled_form FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON spoiled_form TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE station ENABLE ROW LEVEL SECURITY;;
ALTER TABLE station FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON station TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE station_key ENABLE ROW LEVEL SECURITY;;
ALTER TABLE station_key FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON station_key TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE tax_rate ENABLE ROW LEVEL SECURITY;;
ALTER TABLE tax_rate FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON tax_rate TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE ticket_holder ENABLE ROW LEVEL SECURITY;;
ALTER TABLE ticket_holder FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON ticket_holder TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE till_report ENABLE ROW LEVEL SECURITY;;
ALTER TABLE till_report FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON till_report TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE turn_lease ENABLE ROW LEVEL SECURITY;;
ALTER TABLE turn_lease FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON turn_lease TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE venue ENABLE ROW LEVEL SECURITY;;
ALTER TABLE venue FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON venue TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE zone_sold ENABLE ROW LEVEL SECURITY;;
ALTER TABLE zone_sold FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON zone_sold TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE cash_movement ENABLE ROW LEVEL SECURITY;;
ALTER TABLE cash_movement FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON cash_movement TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE document_tax ENABLE ROW LEVEL SECURITY;;
ALTER TABLE document_tax FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON document_tax TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE event ENABLE ROW LEVEL SECURITY;;
ALTER TABLE event FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON event TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE form_lot ENABLE ROW LEVEL SECURITY;;
ALTER TABLE form_lot FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON form_lot TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE held_place ENABLE ROW LEVEL SECURITY;;
ALTER TABLE held_place FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON held_place TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE money_back ENABLE ROW LEVEL SECURITY;;
ALTER TABLE money_back FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON money_back TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE organiser_gift ENABLE ROW LEVEL SECURITY;;
ALTER TABLE organiser_gift FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON organiser_gift TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE refunded_ticket ENABLE ROW LEVEL SECURITY;;
ALTER TABLE refunded_ticket FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON refunded_ticket TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE sale ENABLE ROW LEVEL SECURITY;;
ALTER TABLE sale FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON sale TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE section ENABLE ROW LEVEL SECURITY;;
ALTER TABLE section FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON section TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE shift_count ENABLE ROW LEVEL SECURITY;;
ALTER TABLE shift_count FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON shift_count TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE shift_difference ENABLE ROW LEVEL SECURITY;;
ALTER TABLE shift_difference FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON shift_difference TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE shift_float ENABLE ROW LEVEL SECURITY;;
ALTER TABLE shift_float FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON shift_float TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE till_excess ENABLE ROW LEVEL SECURITY;;
ALTER TABLE till_excess FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON till_excess TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE change_given ENABLE ROW LEVEL SECURITY;;
ALTER TABLE change_given FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON change_given TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE gift_ticket ENABLE ROW LEVEL SECURITY;;
ALTER TABLE gift_ticket FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON gift_ticket TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE payment ENABLE ROW LEVEL SECURITY;;
ALTER TABLE payment FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON payment TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE performance ENABLE ROW LEVEL SECURITY;;
ALTER TABLE performance FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON performance TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE ticket ENABLE ROW LEVEL SECURITY;;
ALTER TABLE ticket FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON ticket TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE ticket_type ENABLE ROW LEVEL SECURITY;;
ALTER TABLE ticket_type FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON ticket_type TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE zone ENABLE ROW LEVEL SECURITY;;
ALTER TABLE zone FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON zone TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE place_modifier ENABLE ROW LEVEL SECURITY;;
ALTER TABLE place_modifier FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON place_modifier TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE price_stage ENABLE ROW LEVEL SECURITY;;
ALTER TABLE price_stage FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON price_stage TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE suspension ENABLE ROW LEVEL SECURITY;;
ALTER TABLE suspension FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON suspension TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE withheld_seat ENABLE ROW LEVEL SECURITY;;
ALTER TABLE withheld_seat FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON withheld_seat TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE zone_section ENABLE ROW LEVEL SECURITY;;
ALTER TABLE zone_section FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON zone_section TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE challenge ENABLE ROW LEVEL SECURITY;;
ALTER TABLE challenge FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON challenge TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE customer ENABLE ROW LEVEL SECURITY;;
ALTER TABLE customer FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON customer TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE customer_feed ENABLE ROW LEVEL SECURITY;;
ALTER TABLE customer_feed FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON customer_feed TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE customer_pair ENABLE ROW LEVEL SECURITY;;
ALTER TABLE customer_pair FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON customer_pair TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE enrolment_code ENABLE ROW LEVEL SECURITY;;
ALTER TABLE enrolment_code FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON enrolment_code TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
CREATE POLICY platform_select ON enrolment_code FOR SELECT TO taquilla_platform USING (true);;
ALTER TABLE hq_journal ENABLE ROW LEVEL SECURITY;;
ALTER TABLE hq_journal FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON hq_journal TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE hq_key ENABLE ROW LEVEL SECURITY;;
ALTER TABLE hq_key FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON hq_key TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE staff_account ENABLE ROW LEVEL SECURITY;;
ALTER TABLE staff_account FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON staff_account TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE station_epoch ENABLE ROW LEVEL SECURITY;;
ALTER TABLE station_epoch FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON station_epoch TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE station_life ENABLE ROW LEVEL SECURITY;;
ALTER TABLE station_life FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON station_life TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON tenant TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
CREATE POLICY platform_select ON tenant FOR SELECT TO taquilla_platform USING (true);;
CREATE POLICY platform_insert ON tenant FOR INSERT TO taquilla_platform WITH CHECK (true);;
ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY;;
ALTER TABLE refresh_token FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON refresh_token TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE edition ENABLE ROW LEVEL SECURITY;;
ALTER TABLE edition FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON edition TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE entry_receipt ENABLE ROW LEVEL SECURITY;;
ALTER TABLE entry_receipt FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON entry_receipt TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE entry_state ENABLE ROW LEVEL SECURITY;;
ALTER TABLE entry_state FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON entry_state TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE feed ENABLE ROW LEVEL SECURITY;;
ALTER TABLE feed FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON feed TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE feed_change ENABLE ROW LEVEL SECURITY;;
ALTER TABLE feed_change FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON feed_change TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE grant_issued ENABLE ROW LEVEL SECURITY;;
ALTER TABLE grant_issued FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON grant_issued TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE handed_entry ENABLE ROW LEVEL SECURITY;;
ALTER TABLE handed_entry FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON handed_entry TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE issue_log ENABLE ROW LEVEL SECURITY;;
ALTER TABLE issue_log FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON issue_log TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE issued_number ENABLE ROW LEVEL SECURITY;;
ALTER TABLE issued_number FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON issued_number TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE lent_refund ENABLE ROW LEVEL SECURITY;;
ALTER TABLE lent_refund FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON lent_refund TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE number_right ENABLE ROW LEVEL SECURITY;;
ALTER TABLE number_right FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON number_right TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE number_series ENABLE ROW LEVEL SECURITY;;
ALTER TABLE number_series FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON number_series TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE past_row ENABLE ROW LEVEL SECURITY;;
ALTER TABLE past_row FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON past_row TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE place_pool ENABLE ROW LEVEL SECURITY;;
ALTER TABLE place_pool FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON place_pool TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE place_right ENABLE ROW LEVEL SECURITY;;
ALTER TABLE place_right FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON place_right TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;;
ALTER TABLE quarantine FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON quarantine TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE recall ENABLE ROW LEVEL SECURITY;;
ALTER TABLE recall FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON recall TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE seat_right ENABLE ROW LEVEL SECURITY;;
ALTER TABLE seat_right FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON seat_right TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE snapshot ENABLE ROW LEVEL SECURITY;;
ALTER TABLE snapshot FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON snapshot TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE snapshot_chunk ENABLE ROW LEVEL SECURITY;;
ALTER TABLE snapshot_chunk FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON snapshot_chunk TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE turn_right ENABLE ROW LEVEL SECURITY;;
ALTER TABLE turn_right FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON turn_right TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE used_reference ENABLE ROW LEVEL SECURITY;;
ALTER TABLE used_reference FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON used_reference TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE void_range ENABLE ROW LEVEL SECURITY;;
ALTER TABLE void_range FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON void_range TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE wanted_refund ENABLE ROW LEVEL SECURITY;;
ALTER TABLE wanted_refund FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON wanted_refund TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE conflict_claim ENABLE ROW LEVEL SECURITY;;
ALTER TABLE conflict_claim FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON conflict_claim TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE conflict_history ENABLE ROW LEVEL SECURITY;;
ALTER TABLE conflict_history FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON conflict_history TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE conflict_resolution ENABLE ROW LEVEL SECURITY;;
ALTER TABLE conflict_resolution FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON conflict_resolution TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
ALTER TABLE dispute ENABLE ROW LEVEL SECURITY;;
ALTER TABLE dispute FORCE ROW LEVEL SECURITY;;
CREATE POLICY own_tenant ON dispute TO taquilla_app USING (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('taquilla.tenant', true), '')::uuid);;
GRANT SELECT, INSERT, UPDATE, DELETE ON allotment TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON cart_void TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON cashier TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON conflict_case TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_edit TO taquilla_app;;
GRANT SELECT, INSERT ON decided_suspension TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON entered_rate TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON exchange_rate TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_subject TO taquilla_app;;
GRANT SELECT, INSERT ON fiscal_document TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON form_run TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON hold TO taquilla_app;;
GRANT SELECT, INSERT ON journal TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON number_block TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON paper TO taquilla_app;;
GRANT SELECT, INSERT ON refund TO taquilla_app;;
GRANT SELECT, INSERT ON refund_right_move TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON replaced_ticket TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON reprint TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON seat TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON seat_lease TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON series TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON settled_case TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON shift TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON sold_seat TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON sold_turn TO taquilla_app;;
GRANT SELECT, INSERT ON spoiled_form TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON station TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON station_key TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON tax_rate TO taquilla_app;;
GRANT SELECT, INSERT ON ticket_holder TO taquilla_app;;
GRANT SELECT, INSERT ON till_report TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON turn_lease TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON venue TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON zone_sold TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON cash_movement TO taquilla_app;;
GRANT SELECT, INSERT ON document_tax TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON event TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON form_lot TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON held_place TO taquilla_app;;
GRANT SELECT, INSERT ON money_back TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON organiser_gift TO taquilla_app;;
GRANT SELECT, INSERT ON refunded_ticket TO taquilla_app;;
GRANT SELECT, INSERT ON sale TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON section TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON shift_count TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON shift_difference TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON shift_float TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON till_excess TO taquilla_app;;
GRANT SELECT, INSERT ON change_given TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON gift_ticket TO taquilla_app;;
GRANT SELECT, INSERT ON payment TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON performance TO taquilla_app;;
GRANT SELECT, INSERT ON ticket TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_type TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON zone TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON place_modifier TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON price_stage TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON suspension TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON withheld_seat TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON zone_section TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON challenge TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_feed TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_pair TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment_code TO taquilla_app;;
GRANT SELECT ON enrolment_code TO taquilla_platform;;
GRANT SELECT ON hq_incarnation TO taquilla_app;;
GRANT SELECT, INSERT ON hq_incarnation TO taquilla_platform;;
GRANT SELECT, INSERT ON hq_journal TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON hq_key TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_account TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON station_epoch TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON station_life TO taquilla_app;;
GRANT SELECT, UPDATE ON tenant TO taquilla_app;;
GRANT SELECT, INSERT ON tenant TO taquilla_platform;;
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_token TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON edition TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON entry_receipt TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON entry_state TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON feed TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON feed_change TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON grant_issued TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON handed_entry TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON issue_log TO taquilla_app;;
GRANT SELECT, INSERT ON issued_number TO taquilla_app;;
GRANT SELECT, INSERT ON lent_refund TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON number_right TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON number_series TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON past_row TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON place_pool TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON place_right TO taquilla_app;;
GRANT SELECT, INSERT ON quarantine TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON recall TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON seat_right TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON snapshot TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON snapshot_chunk TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON turn_right TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON used_reference TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON void_range TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON wanted_refund TO taquilla_app;;
GRANT SELECT, INSERT ON conflict_claim TO taquilla_app;;
GRANT SELECT, INSERT ON conflict_history TO taquilla_app;;
GRANT SELECT, INSERT ON conflict_resolution TO taquilla_app;;
GRANT SELECT, INSERT, UPDATE, DELETE ON dispute TO taquilla_app;;
CREATE FUNCTION never_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;;
CREATE TRIGGER journal_never_changes BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER journal_never_empties BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER fiscal_document_never_changes BEFORE UPDATE OR DELETE ON fiscal_document FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER fiscal_document_never_empties BEFORE TRUNCATE ON fiscal_document FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER document_tax_never_changes BEFORE UPDATE OR DELETE ON document_tax FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER document_tax_never_empties BEFORE TRUNCATE ON document_tax FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER sale_never_changes BEFORE UPDATE OR DELETE ON sale FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER sale_never_empties BEFORE TRUNCATE ON sale FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER ticket_never_changes BEFORE UPDATE OR DELETE ON ticket FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER ticket_never_empties BEFORE TRUNCATE ON ticket FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER payment_never_changes BEFORE UPDATE OR DELETE ON payment FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER payment_never_empties BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER change_given_never_changes BEFORE UPDATE OR DELETE ON change_given FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER change_given_never_empties BEFORE TRUNCATE ON change_given FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER till_report_never_changes BEFORE UPDATE OR DELETE ON till_report FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER till_report_never_empties BEFORE TRUNCATE ON till_report FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER hq_journal_never_changes BEFORE UPDATE OR DELETE ON hq_journal FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER hq_journal_never_empties BEFORE TRUNCATE ON hq_journal FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER issued_number_never_changes BEFORE UPDATE OR DELETE ON issued_number FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER issued_number_never_empties BEFORE TRUNCATE ON issued_number FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER quarantine_never_changes BEFORE UPDATE OR DELETE ON quarantine FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER quarantine_never_empties BEFORE TRUNCATE ON quarantine FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER refund_never_changes BEFORE UPDATE OR DELETE ON refund FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER refund_never_empties BEFORE TRUNCATE ON refund FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER refunded_ticket_never_changes BEFORE UPDATE OR DELETE ON refunded_ticket FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER refunded_ticket_never_empties BEFORE TRUNCATE ON refunded_ticket FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER money_back_never_changes BEFORE UPDATE OR DELETE ON money_back FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER money_back_never_empties BEFORE TRUNCATE ON money_back FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER ticket_holder_never_changes BEFORE UPDATE OR DELETE ON ticket_holder FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER ticket_holder_never_empties BEFORE TRUNCATE ON ticket_holder FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER spoiled_form_never_changes BEFORE UPDATE OR DELETE ON spoiled_form FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER spoiled_form_never_empties BEFORE TRUNCATE ON spoiled_form FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER decided_suspension_never_changes BEFORE UPDATE OR DELETE ON decided_suspension FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER decided_suspension_never_empties BEFORE TRUNCATE ON decided_suspension FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER refund_right_move_never_changes BEFORE UPDATE OR DELETE ON refund_right_move FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER refund_right_move_never_empties BEFORE TRUNCATE ON refund_right_move FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER lent_refund_never_changes BEFORE UPDATE OR DELETE ON lent_refund FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER lent_refund_never_empties BEFORE TRUNCATE ON lent_refund FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER conflict_claim_never_changes BEFORE UPDATE OR DELETE ON conflict_claim FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER conflict_claim_never_empties BEFORE TRUNCATE ON conflict_claim FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER conflict_resolution_never_changes BEFORE UPDATE OR DELETE ON conflict_resolution FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER conflict_resolution_never_empties BEFORE TRUNCATE ON conflict_resolution FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE TRIGGER conflict_history_never_changes BEFORE UPDATE OR DELETE ON conflict_history FOR EACH ROW EXECUTE FUNCTION never_changes();;
CREATE TRIGGER conflict_history_never_empties BEFORE TRUNCATE ON conflict_history FOR EACH STATEMENT EXECUTE FUNCTION never_changes();;
CREATE INDEX ix_fiscal_document_number ON fiscal_document (tenant_id, series, number);;
CREATE INDEX ix_ticket_sale_id ON ticket (tenant_id, sale_id);;
CREATE INDEX ix_fiscal_document_sale_id ON fiscal_document (tenant_id, sale_id);;
CREATE UNIQUE INDEX ix_payment_id ON payment (tenant_id, id);;
CREATE INDEX ix_sale_customer_id ON sale (tenant_id, customer_id) WHERE customer_id IS NOT NULL;;
CREATE INDEX ix_sale_customer_document ON sale (tenant_id, customer_document) WHERE customer_document <> '';;
CREATE INDEX ix_payment_phone ON payment (tenant_id, phone) WHERE phone <> '';;
CREATE INDEX ix_fiscal_document_control ON fiscal_document (tenant_id, control_number) WHERE control_number <> '';;
CREATE INDEX ix_seat_name ON seat (tenant_id, row, number);;
CREATE INDEX ix_number_block_station_id ON number_block (tenant_id, station_id, epoch);;
ALTER TABLE ticket ADD COLUMN code_folded VARCHAR GENERATED ALWAYS AS (lower(code)) STORED;;
CREATE UNIQUE INDEX ix_ticket_code_folded ON ticket (tenant_id, code_folded);;
ALTER TABLE replaced_ticket ADD COLUMN code_folded VARCHAR GENERATED ALWAYS AS (lower(code)) STORED;;
CREATE INDEX ix_replaced_ticket_code_folded ON replaced_ticket (tenant_id, code_folded);;
ALTER TABLE replaced_ticket ADD COLUMN new_code_folded VARCHAR GENERATED ALWAYS AS (lower(new_code)) STORED;;
CREATE INDEX ix_replaced_ticket_new_code_folded ON replaced_ticket (tenant_id, new_code_folded);;
CREATE FUNCTION record_pushes(given_tenant uuid, given_books text, given_oldest_edition int8, given_performances uuid[], given_endings text[], given_lives json, given_cart_void json, given_fact_subject json, given_fiscal_document json, given_paper json, given_reprint json, given_sold_seat json, given_sold_turn json, given_document_tax json, given_sale json, given_change_given json, given_payment json, given_issued_number json, given_used_reference json, given_ticket json, given_numbers json, given_seats json, given_places json, given_turns json, given_journal_tenant_id uuid[], given_journal_station_id uuid[], given_journal_epoch int4[], given_journal_seq int8[], given_journal_kind text[], given_journal_at int8[], given_journal_body bytea[], given_journal_hash bytea[], given_journal_signature bytea[])
    RETURNS TABLE (feed_head int8, open_cases int8, ahead json, zones json, paid json)
    LANGUAGE plpgsql
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    SET enable_bitmapscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
    SET enable_material = off
AS $function$
#variable_conflict use_column
DECLARE written bigint;
BEGIN

    PERFORM l.station_id FROM json_to_recordset(given_lives) AS given(station uuid, epoch int4, public_key text, session text,
        last_request int8, acknowledged int8, head text, request_no int8, at int8, reached int8, hash text)
        JOIN station_life l ON l.tenant_id = given_tenant AND l.station_id = given.station
        ORDER BY l.station_id FOR UPDATE OF l;
    PERFORM 1 FROM tenant t WHERE t.tenant_id = given_tenant AND t.books_closed_through IS NOT DISTINCT FROM given_books
        FOR SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'other closed books'; END IF;
    UPDATE station_life l SET last_request = given.request_no, last_seen_at = given.at, acknowledged = given.reached,
        head_hash = decode(given.hash, 'hex')
    FROM json_to_recordset(given_lives) AS given(station uuid, epoch int4, public_key text, session text,
        last_request int8, acknowledged int8, head text, request_no int8, at int8, reached int8, hash text)
    WHERE l.tenant_id = given_tenant AND l.station_id = given.station AND l.status = 'active'
        AND l.epoch = given.epoch AND l.public_key = given.public_key AND l.session = given.session
        AND l.last_request = given.last_request AND l.acknowledged = given.acknowledged
        AND l.head_hash = decode(given.head, 'hex');
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_lives) THEN RAISE EXCEPTION 'a station is not as it was'; END IF;
    INSERT INTO entry_receipt (tenant_id, station_id, epoch, seq, received_at)
    SELECT given_tenant, given.station, given.epoch, given.reached, given.at FROM json_to_recordset(given_lives) AS given(station uuid, epoch int4, public_key text, session text,
        last_request int8, acknowledged int8, head text, request_no int8, at int8, reached int8, hash text) ON CONFLICT DO NOTHING;
    INSERT INTO "journal" ("tenant_id", "station_id", "epoch", "seq", "kind", "at", "body", "hash", "signature") SELECT "tenant_id", "station_id", "epoch", "seq", "kind", "at", "body", "hash", "signature" FROM unnest(given_journal_tenant_id::uuid[], given_journal_station_id::uuid[], given_journal_epoch::int4[], given_journal_seq::int4[], given_journal_kind::text[], given_journal_at::int8[], given_journal_body::bytea[], given_journal_hash::bytea[], given_journal_signature::bytea[]) AS given("tenant_id", "station_id", "epoch", "seq", "kind", "at", "body", "hash", "signature") ORDER BY "tenant_id", "station_id", "epoch", "seq" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> cardinality(given_journal_seq) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    IF given_cart_void IS NOT NULL THEN
    INSERT INTO "cart_void" ("tenant_id", "cart_id", "shift_id", "position", "tickets", "voided_at") SELECT "tenant_id", "cart_id", "shift_id", "position", "tickets", "voided_at" FROM json_to_recordset(given_cart_void::json) AS given("tenant_id" uuid, "cart_id" uuid, "shift_id" uuid, "position" int8, "tickets" int4, "voided_at" int8) ORDER BY "tenant_id", "cart_id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_cart_void) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_fact_subject IS NOT NULL THEN
    INSERT INTO "fact_subject" ("tenant_id", "subject_id", "part", "station_id", "position") SELECT "tenant_id", "subject_id", "part", "station_id", "position" FROM json_to_recordset(given_fact_subject::json) AS given("tenant_id" uuid, "subject_id" uuid, "part" int4, "station_id" uuid, "position" int8) ORDER BY "tenant_id", "subject_id", "part", "station_id", "position" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_fact_subject) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_fiscal_document IS NOT NULL THEN
    INSERT INTO "fiscal_document" ("tenant_id", "id", "sale_id", "station_id", "position", "kind", "medium", "series", "number", "control_number", "issued_at", "exempt", "total", "igtf_base", "igtf") SELECT "tenant_id", "id", "sale_id", "station_id", "position", "kind", "medium", "series", "number", "control_number", "issued_at", "exempt", "total", "igtf_base", "igtf" FROM json_to_recordset(given_fiscal_document::json) AS given("tenant_id" uuid, "id" uuid, "sale_id" uuid, "station_id" uuid, "position" int8, "kind" text, "medium" text, "series" text, "number" int8, "control_number" text, "issued_at" int8, "exempt" int8, "total" int8, "igtf_base" int8, "igtf" int8) ORDER BY "tenant_id", "id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_fiscal_document) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_paper IS NOT NULL THEN
    INSERT INTO "paper" ("tenant_id", "job_id", "document_id", "outcome", "position") SELECT "tenant_id", "job_id", "document_id", "outcome", "position" FROM json_to_recordset(given_paper::json) AS given("tenant_id" uuid, "job_id" uuid, "document_id" uuid, "outcome" text, "position" int8) ORDER BY "tenant_id", "job_id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_paper) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_reprint IS NOT NULL THEN
    INSERT INTO "reprint" ("tenant_id", "document_id", "copy_no", "position", "by", "reprinted_at", "cause", "note") SELECT "tenant_id", "document_id", "copy_no", "position", "by", "reprinted_at", "cause", "note" FROM json_to_recordset(given_reprint::json) AS given("tenant_id" uuid, "document_id" uuid, "copy_no" int4, "position" int8, "by" uuid, "reprinted_at" int8, "cause" text, "note" text) ORDER BY "tenant_id", "document_id", "copy_no" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_reprint) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_sold_seat IS NOT NULL THEN
    INSERT INTO "sold_seat" ("tenant_id", "performance_id", "seat_id", "ticket_id") SELECT "tenant_id", "performance_id", "seat_id", "ticket_id" FROM json_to_recordset(given_sold_seat::json) AS given("tenant_id" uuid, "performance_id" uuid, "seat_id" int4, "ticket_id" uuid) ORDER BY "tenant_id", "performance_id", "seat_id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_sold_seat) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_sold_turn IS NOT NULL THEN
    INSERT INTO "sold_turn" ("tenant_id", "performance_id", "zone_id", "turn", "ticket_id") SELECT "tenant_id", "performance_id", "zone_id", "turn", "ticket_id" FROM json_to_recordset(given_sold_turn::json) AS given("tenant_id" uuid, "performance_id" uuid, "zone_id" uuid, "turn" int4, "ticket_id" uuid) ORDER BY "tenant_id", "performance_id", "zone_id", "turn" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_sold_turn) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_document_tax IS NOT NULL THEN
    INSERT INTO "document_tax" ("tenant_id", "document_id", "category", "rate", "base", "tax") SELECT "tenant_id", "document_id", "category", "rate", "base", "tax" FROM json_to_recordset(given_document_tax::json) AS given("tenant_id" uuid, "document_id" uuid, "category" text, "rate" text, "base" int8, "tax" int8) ORDER BY "tenant_id", "document_id", "category" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_document_tax) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_sale IS NOT NULL THEN
    INSERT INTO "sale" ("tenant_id", "id", "station_id", "shift_id", "cashier_id", "position", "sold_at", "customer_name", "customer_document", "rates_on", "customer_id") SELECT "tenant_id", "id", "station_id", "shift_id", "cashier_id", "position", "sold_at", "customer_name", "customer_document", "rates_on", "customer_id" FROM json_to_recordset(given_sale::json) AS given("tenant_id" uuid, "id" uuid, "station_id" uuid, "shift_id" uuid, "cashier_id" uuid, "position" int8, "sold_at" int8, "customer_name" text, "customer_document" text, "rates_on" text, "customer_id" uuid) ORDER BY "tenant_id", "id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_sale) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_change_given IS NOT NULL THEN
    INSERT INTO "change_given" ("tenant_id", "sale_id", "ordinal", "method", "currency", "amount", "ves", "payee_phone", "payee_bank", "payee_document") SELECT "tenant_id", "sale_id", "ordinal", "method", "currency", "amount", "ves", "payee_phone", "payee_bank", "payee_document" FROM json_to_recordset(given_change_given::json) AS given("tenant_id" uuid, "sale_id" uuid, "ordinal" int4, "method" text, "currency" text, "amount" int8, "ves" int8, "payee_phone" text, "payee_bank" text, "payee_document" text) ORDER BY "tenant_id", "sale_id", "ordinal" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_change_given) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_payment IS NOT NULL THEN
    INSERT INTO "payment" ("tenant_id", "sale_id", "id", "method", "currency", "amount", "ves", "igtf_base", "reference", "bank", "phone", "payer", "batch", "approval", "last_four") SELECT "tenant_id", "sale_id", "id", "method", "currency", "amount", "ves", "igtf_base", "reference", "bank", "phone", "payer", "batch", "approval", "last_four" FROM json_to_recordset(given_payment::json) AS given("tenant_id" uuid, "sale_id" uuid, "id" uuid, "method" text, "currency" text, "amount" int8, "ves" int8, "igtf_base" int8, "reference" text, "bank" text, "phone" text, "payer" text, "batch" text, "approval" text, "last_four" text) ORDER BY "tenant_id", "sale_id", "id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_payment) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_ticket IS NOT NULL THEN
    INSERT INTO "ticket" ("tenant_id", "id", "sale_id", "code", "performance_id", "zone_id", "seat_id", "ticket_type", "currency", "amount", "fee", "tax_added") SELECT "tenant_id", "id", "sale_id", "code", "performance_id", "zone_id", "seat_id", "ticket_type", "currency", "amount", "fee", "tax_added" FROM json_to_recordset(given_ticket::json) AS given("tenant_id" uuid, "id" uuid, "sale_id" uuid, "code" text, "performance_id" uuid, "zone_id" uuid, "seat_id" int4, "ticket_type" text, "currency" text, "amount" int8, "fee" int8, "tax_added" int8) ORDER BY "tenant_id", "id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_ticket) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    INSERT INTO "zone_sold" ("tenant_id", "performance_id", "zone_id", "station_id", "epoch", "sold")
        SELECT "tenant_id", "performance_id", "zone_id", "station_id", "epoch", count(*) FROM json_to_recordset(given_ticket::json) AS given("tenant_id" uuid, "performance_id" uuid, "zone_id" uuid, "station_id" uuid, "epoch" int4)
        GROUP BY "tenant_id", "performance_id", "zone_id", "station_id", "epoch" ORDER BY "tenant_id", "performance_id", "zone_id", "station_id", "epoch"
        ON CONFLICT ("tenant_id", "performance_id", "zone_id", "station_id", "epoch") DO UPDATE SET "sold" = "zone_sold"."sold" + excluded."sold";
    END IF;
    IF given_issued_number IS NOT NULL THEN
    INSERT INTO "issued_number" ("tenant_id", "series", "number", "document_id", "station_id", "position") SELECT "tenant_id", "series", "number", "document_id", "station_id", "position" FROM json_to_recordset(given_issued_number::json) AS given("tenant_id" uuid, "series" text, "number" int8, "document_id" uuid, "station_id" uuid, "position" int8) ORDER BY "tenant_id", "series", "number" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_issued_number) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_used_reference IS NOT NULL THEN
    INSERT INTO "used_reference" ("tenant_id", "ending", "sale_id", "payment_id") SELECT "tenant_id", "ending", "sale_id", "payment_id" FROM json_to_recordset(given_used_reference::json) AS given("tenant_id" uuid, "ending" text, "sale_id" uuid, "payment_id" uuid) ORDER BY "tenant_id", "ending", "sale_id", "payment_id" ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_used_reference) THEN RAISE EXCEPTION 'a row is known under another record'; END IF;
    END IF;
    IF given_endings IS NOT NULL THEN
    PERFORM * FROM (SELECT count(pg_advisory_xact_lock(1920231, hashtext(CAST(given_tenant AS text) || ordered.ending)))
    FROM (SELECT given.ending FROM unnest(CAST(given_endings AS text[])) AS given(ending) ORDER BY given.ending) AS ordered) AS waited;
    END IF;
    IF given_numbers IS NOT NULL THEN
    UPDATE number_block b SET next = greatest(b.next, taken.top + 1) FROM (
        SELECT o.id, max(used.number) AS top
        FROM json_to_recordset(given_numbers::json) AS used(station uuid, in_epoch int4, in_series text, number int8)
        JOIN number_block o ON o.tenant_id = given_tenant AND o.station_id = used.station AND o.epoch = used.in_epoch
            AND o.series = used.in_series AND used.number BETWEEN o.first AND o.last
        GROUP BY o.id
    ) taken WHERE b.tenant_id = given_tenant AND b.id = taken.id;
    END IF;
    IF given_numbers IS NOT NULL THEN
        IF EXISTS (SELECT used.station, used.in_epoch, used.in_series, used.number
    FROM json_to_recordset(CAST(given_numbers AS json)) AS used(station uuid, in_epoch int4, in_series text, number int8)
    WHERE (SELECT r.id FROM number_right r WHERE r.tenant_id = given_tenant AND r.station_id = used.station
        AND r.epoch = used.in_epoch AND r.series = used.in_series AND used.number BETWEEN r.first AND r.last
        LIMIT 1) IS NULL) THEN RAISE EXCEPTION 'a number that is not held'; END IF;
    END IF;
    IF given_seats IS NOT NULL THEN
        IF EXISTS (SELECT used.station, used.epoch, used.performance, used.seat
    FROM json_to_recordset(CAST(given_seats AS json)) AS used(station uuid, epoch int4, performance uuid, seat int4)
    WHERE (SELECT r.grant_id FROM seat_right r WHERE r.tenant_id = given_tenant AND r.performance_id = used.performance
        AND r.seat_id = used.seat AND r.station_id = used.station AND r.epoch = used.epoch) IS NULL) THEN RAISE EXCEPTION 'a seat that is not held'; END IF;
    END IF;
    IF given_places IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM (SELECT pushed.station, pushed.epoch, pushed.performance, pushed.zone, z.sold - (
        SELECT coalesce(sum(granted - returned), 0) FROM place_right a
        WHERE a.tenant_id = given_tenant AND a.station_id = pushed.station AND a.epoch = pushed.epoch
        AND a.performance_id = pushed.performance AND a.zone_id = pushed.zone
    ) AS beyond
    FROM json_to_recordset(CAST(given_places AS json)) AS pushed(station uuid, epoch int4, performance uuid, zone uuid)
    JOIN zone_sold z ON z.tenant_id = given_tenant AND z.station_id = pushed.station AND z.epoch = pushed.epoch
        AND z.performance_id = pushed.performance AND z.zone_id = pushed.zone) AS z WHERE z.beyond > 0) THEN RAISE EXCEPTION 'more places than held'; END IF;
    END IF;
    IF given_turns IS NOT NULL THEN
        IF EXISTS (SELECT pushed.ticket
    FROM json_to_recordset(CAST(given_turns AS json))
        AS pushed(ticket uuid, performance uuid, zone uuid, turn int4, station uuid, epoch int4)
    WHERE (SELECT r.station_id FROM turn_right r
        WHERE r.tenant_id = given_tenant AND r.performance_id = pushed.performance AND r.zone_id = pushed.zone
        AND r.turn = pushed.turn AND r.station_id = pushed.station AND r.epoch = pushed.epoch) IS NULL) THEN RAISE EXCEPTION 'a turn that is not held'; END IF;
    END IF;
    IF given_oldest_edition IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM edition e WHERE e.tenant_id = given_tenant AND e.seq > given_oldest_edition) THEN RAISE EXCEPTION 'a newer catalogue'; END IF;
    END IF;
    IF given_lives IS NOT NULL THEN
        IF EXISTS (
    SELECT 1 FROM json_to_recordset(given_lives) AS given(station uuid, epoch int4, public_key text, session text,
        last_request int8, acknowledged int8, head text, request_no int8, at int8, reached int8, hash text) JOIN grant_issued g ON g.tenant_id = given_tenant AND g.station_id = given.station
        AND g.epoch = given.epoch AND g.state = 'granted'
) THEN RAISE EXCEPTION 'a grant on its way'; END IF;
    END IF;
    RETURN QUERY SELECT (SELECT feed.head 
FROM feed 
WHERE feed.tenant_id = given_tenant::UUID), (SELECT count(*) AS count_1 
FROM conflict_case 
WHERE conflict_case.tenant_id = given_tenant::UUID AND conflict_case.state = 'open'::VARCHAR AND conflict_case.course = 'supervisor'::VARCHAR AND (conflict_case.kind NOT IN ('C15', 'C16', 'C17', 'C18', 'C19', 'C6', 'C7', 'C8'))),
        (SELECT json_agg(row_to_json(a)) FROM (SELECT l.station_id, coalesce(sum(b.last - b.next + 1), 0) AS "left",
        coalesce(max(b.last - b.first + 1), 0) AS size,
        count(b.id) FILTER (WHERE b.next = b.first) AS untouched,
        (SELECT count(*) FROM grant_issued g WHERE g.tenant_id = given_tenant AND g.station_id = l.station_id
            AND g.epoch = l.epoch AND g.kind = 'numbers' AND g.state = 'granted') AS on_the_way
    FROM (SELECT CAST(one->>0 AS uuid) AS station_id, CAST(one->>1 AS int) AS epoch
        FROM json_array_elements(CAST((SELECT json_agg(json_build_array(given.station, given.epoch)) FROM json_to_recordset(given_lives) AS given(station uuid, epoch int4, public_key text, session text,
        last_request int8, acknowledged int8, head text, request_no int8, at int8, reached int8, hash text)) AS json)) AS one) l
    CROSS JOIN LATERAL (SELECT series FROM station WHERE tenant_id = given_tenant AND id = l.station_id OFFSET 0) s
    LEFT JOIN LATERAL (SELECT id, first, last, next FROM number_block WHERE tenant_id = given_tenant
        AND station_id = l.station_id AND epoch = l.epoch AND series = s.series OFFSET 0) b ON true
    GROUP BY l.station_id, l.epoch) AS a),
        (SELECT json_agg(json_build_array(sold.performance, (SELECT json_agg(row_to_json(z)) FROM (SELECT zone.id, (SELECT coalesce(sum(zone_sold.sold), 0::INTEGER) AS coalesce_1 
FROM zone_sold 
WHERE zone_sold.tenant_id = performance.tenant_id AND zone_sold.performance_id = performance.id AND zone_sold.zone_id = zone.id) AS sold, CASE WHEN (zone.kind = 'general'::VARCHAR) THEN zone.capacity - coalesce((place_pool.granted - place_pool.returned) + place_pool.beyond, 0::INTEGER) ELSE 0::INTEGER END AS places, least((SELECT coalesce(max(price_stage.up_to_sold), 0::INTEGER) AS coalesce_4 
FROM price_stage 
WHERE price_stage.tenant_id = zone.tenant_id AND price_stage.zone_id = zone.id), zone.capacity) AS turns, (
    SELECT min(candidate.turn) FROM (
        SELECT 0 AS turn
        UNION ALL SELECT t.turn + 1 FROM turn_right t
        WHERE t.tenant_id = performance.tenant_id AND t.performance_id = performance.id AND t.zone_id = zone.id
    ) AS candidate WHERE NOT EXISTS (
        SELECT 1 FROM turn_right held
        WHERE held.tenant_id = performance.tenant_id AND held.performance_id = performance.id
        AND held.zone_id = zone.id AND held.turn = candidate.turn)) AS next_turn 
FROM performance JOIN zone ON zone.tenant_id = performance.tenant_id AND zone.event_id = performance.event_id LEFT OUTER JOIN place_pool ON place_pool.tenant_id = performance.tenant_id AND place_pool.performance_id = performance.id AND place_pool.zone_id = zone.id 
WHERE performance.tenant_id = given_tenant::UUID AND performance.id = sold.performance::UUID ORDER BY zone.id) AS z)))
            FROM unnest(given_performances) AS sold(performance)),
        (SELECT json_agg(row_to_json(p)) FROM (SELECT payment.tenant_id, payment.sale_id, payment.id, payment.method, payment.currency, payment.amount, payment.ves, payment.igtf_base, payment.reference, payment.bank, payment.phone, payment.payer, payment.batch, payment.approval, payment.last_four, sale.station_id, sale.position, sale.sold_at 
FROM used_reference JOIN payment ON payment.tenant_id = used_reference.tenant_id AND payment.sale_id = used_reference.sale_id AND payment.id = used_reference.payment_id JOIN sale ON sale.tenant_id = payment.tenant_id AND sale.id = payment.sale_id 
WHERE used_reference.tenant_id = given_tenant::UUID AND used_reference.ending = ANY (given_endings::VARCHAR[])) AS p WHERE given_endings IS NOT NULL);
END
$function$;;
REVOKE ALL ON FUNCTION record_pushes FROM PUBLIC;;
GRANT EXECUTE ON FUNCTION record_pushes TO taquilla_app;;
