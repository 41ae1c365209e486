// SPDX-License-Identifier: Apache-2.0
//
// The members that facts and event fields may take, with their names, in the order of
// docs/records.md. In: nothing. Out: constant arrays, used by vocabulary_facts.cpp and
// vocabulary_lists.cpp alone. Never sorted by name: the order is the one in which a clerk would be
// offered them. Tested by tests/unit/vocabulary_test.cpp.
#pragma once

#include "ir/vocabulary.hpp"

namespace sanbao::ir::members {

inline constexpr Member channels[] = {
    {"store", {"实体店", "store"}},         {"online", {"网络", "online"}},
    {"phone", {"电话", "telephone"}},       {"television", {"电视", "television"}},
    {"mail_order", {"邮购", "mail order"}}, {"door_to_door", {"上门推销", "door to door"}},
};

inline constexpr Member uses[] = {
    {"household", {"生活消费", "household use"}},
    {"business", {"经营使用", "business use"}},
};

inline constexpr Member documents[] = {
    {"invoice", {"购货发票", "purchase invoice"}},
    {"guarantee_certificate", {"三包凭证", "guarantee certificate"}},
    {"contract", {"购销合同", "contract of sale"}},
    {"warranty_card", {"保修卡", "warranty card"}},
    {"warranty_label", {"保修标签", "warranty label"}},
    {"machine_number", {"机器编号", "machine number"}},
    {"order_record", {"订单记录", "order record"}},
    {"payment_record", {"付款记录", "payment record"}},
    {"repair_record", {"维修记录", "repair record"}},
    {"test_report", {"检测报告", "test report"}},
    {"photo", {"照片", "photograph"}},
};

inline constexpr Member promises[] = {
    {"genuine_or_triple", {"假一赔三", "genuine or three times the price"}},
    {"quality", {"品质保证", "quality as promised"}},
    {"ship_on_time", {"按时发货", "dispatch on time"}},
    {"free_return", {"退货免运费", "return free of charge"}},
    {"resend_if_damaged", {"破损补寄", "damaged goods sent again"}},
    {"arrival", {"按时送达", "arrival on time"}},
};

inline constexpr Member categories[] = {
    {"mp3_player", {"MP3 播放器", "MP3 player"}},
    {"mobile_phone", {"移动电话", "mobile phone"}},
    {"fixed_phone", {"固定电话", "fixed-line telephone"}},
    {"microcomputer", {"微型计算机", "microcomputer"}},
    {"notebook", {"笔记本电脑", "notebook computer"}},
    {"server", {"服务器", "server"}},
    {"workstation", {"工作站", "workstation"}},
    {"colour_tv", {"彩色电视机", "colour television"}},
    {"bw_tv", {"黑白电视机", "black-and-white television"}},
    {"flat_tv", {"平板电视机", "flat-panel television"}},
    {"vcr", {"录像机", "video recorder"}},
    {"camcorder", {"摄像机", "camcorder"}},
    {"refrigerator", {"电冰箱", "refrigerator"}},
    {"washing_machine", {"洗衣机", "washing machine"}},
    {"fan", {"电风扇", "electric fan"}},
    {"microwave", {"微波炉", "microwave oven"}},
    {"vacuum_cleaner", {"吸尘器", "vacuum cleaner"}},
    {"air_conditioner", {"空调器", "air conditioner"}},
    {"range_hood", {"吸排油烟机", "range hood"}},
    {"gas_water_heater", {"燃气热水器", "gas water heater"}},
    {"bicycle", {"自行车", "bicycle"}},
    {"motorcycle", {"摩托车", "motorcycle"}},
    {"disc_player", {"激光视盘机", "disc player"}},
    {"amplifier", {"功率放大器", "amplifier"}},
    {"loudspeaker", {"扬声器系统", "loudspeaker"}},
    {"car", {"家用汽车", "household car"}},
    {"farm_machine", {"农业机械", "farm machine"}},
    {"other", {"其他商品", "other goods"}},
};

inline constexpr Member energies[] = {
    {"fuel", {"燃油", "fuel"}},
    {"hybrid", {"混合动力", "hybrid"}},
    {"plug_in_hybrid", {"插电式混合动力", "plug-in hybrid"}},
    {"electric", {"纯电动", "electric"}},
};

inline constexpr Member return_exemptions[] = {
    {"made_to_order", {"定作商品", "made to order"}},
    {"perishable", {"鲜活易腐商品", "perishable"}},
    {"digital", {"在线下载的数字商品", "downloaded digital goods"}},
    {"opened_media", {"已拆封的音像制品或软件", "opened recordings or software"}},
    {"periodical", {"交付的报纸期刊", "newspaper or periodical"}},
    {"seal_matters", {"拆封后易影响安全或变质的商品", "goods whose seal guards safety or quality"}},
    {"loses_value", {"激活或试用后价值贬损较大的商品", "goods that lose much value once used"}},
    {"near_expiry_or_flawed", {"已明示的临期或瑕疵商品", "declared near expiry or flawed"}},
    {"none", {"不属于不宜退货的商品", "none of these"}},
};

inline constexpr Member fault_kinds[] = {
    {"performance", {"性能故障", "performance fault"}},
    {"cosmetic", {"外观瑕疵", "cosmetic flaw"}},
    {"missing_parts", {"缺件", "missing parts"}},
    {"transit_damage", {"运输破损", "damage in transit"}},
    {"counterfeit", {"假冒", "counterfeit goods"}},
    {"not_as_described", {"与描述不符", "not as described"}},
    {"software", {"软件故障", "software fault"}},
    {"late_dispatch", {"延迟发货", "late dispatch"}},
    {"late_arrival", {"延迟送达", "late arrival"}},
    {"none", {"无故障", "no fault"}},
};

inline constexpr Member fault_causes[] = {
    {"own_component", {"产品自身元器件", "the unit's own component"}},
    {"misuse", {"使用不当", "misuse"}},
    {"installation", {"安装不当", "wrong installation"}},
    {"storage", {"保管不当", "wrong storage"}},
    {"transport", {"运输", "transport"}},
    {"force_majeure", {"不可抗力", "force majeure"}},
    {"unauthorised_repair", {"未经授权的修理", "unauthorised repair"}},
    {"modification", {"改装", "modification"}},
    {"third_party_part", {"第三方配件", "third-party part"}},
    {"software", {"软件", "software"}},
    {"virus", {"病毒", "virus"}},
    {"power_surge", {"电压异常", "power surge"}},
    {"environment", {"使用环境", "environment"}},
    {"wear", {"正常磨损", "wear"}},
};

inline constexpr Member components[] = {
    {"engine", {"发动机", "engine"}},
    {"gearbox", {"变速器", "gearbox"}},
    {"power_battery", {"动力蓄电池", "traction battery"}},
    {"drive_motor", {"行驶驱动电机", "drive motor"}},
    {"steering", {"转向系统", "steering system"}},
    {"brake", {"制动系统", "brake system"}},
    {"suspension", {"悬架系统", "suspension"}},
    {"transmission", {"传动系统", "transmission"}},
    {"pollution_control", {"污染控制装置", "pollution control device"}},
    {"body", {"车身", "body"}},
    {"mainboard", {"主板", "mainboard"}},
    {"cpu", {"中央处理器", "processor"}},
    {"hard_disk", {"硬盘", "hard disk"}},
    {"memory", {"内存", "memory"}},
    {"network_card", {"网卡", "network card"}},
    {"raid_card", {"RAID 卡", "RAID card"}},
    {"scsi_card", {"SCSI 卡", "SCSI card"}},
    {"power_supply", {"电源", "power supply"}},
    {"display", {"显示器", "display"}},
    {"lcd_panel", {"液晶屏", "LCD panel"}},
    {"keyboard", {"键盘", "keyboard"}},
    {"optical_drive", {"光驱", "optical drive"}},
    {"battery", {"电池", "battery"}},
    {"charger", {"充电器", "charger"}},
    {"headset", {"耳机", "headset"}},
    {"sim_card", {"SIM 卡", "SIM card"}},
    {"memory_card", {"存储卡", "memory card"}},
    {"picture_tube", {"显像管", "picture tube"}},
    {"compressor", {"压缩机", "compressor"}},
    {"motor", {"电动机", "motor"}},
    {"magnetron", {"磁控管", "magnetron"}},
    {"laser_pickup", {"激光头", "laser pickup"}},
    {"frame", {"车架", "frame"}},
    {"housing", {"外壳", "housing"}},
};

inline constexpr Member parts[] = {
    {"assembly", {"总成", "assembly"}},
    {"main_part", {"主要零件", "main part"}},
};

inline constexpr Member problems[] = {
    {"steering_failure", {"转向系统失效", "steering failure"}},
    {"brake_failure", {"制动系统失效", "brake failure"}},
    {"body_cracking", {"车身开裂", "cracking of the body"}},
    {"fuel_leak", {"燃油泄漏", "fuel leak"}},
    {"battery_fire", {"动力蓄电池起火", "battery fire"}},
    {"other", {"其他问题", "another problem"}},
};

inline constexpr Member freight_parties[] = {
    {"seller", {"卖家", "seller"}},
    {"buyer", {"买家", "buyer"}},
};

inline constexpr Member delay_causes[] = {
    {"none", {"未延误", "no delay"}},
    {"parts", {"缺少零配件", "want of parts"}},
    {"repairer", {"修理者", "the repairer"}},
    {"consumer", {"消费者", "the consumer"}},
    {"force_majeure", {"不可抗力", "force majeure"}},
};

inline constexpr Member replacements[] = {
    {"none", {"未更换总成或主要零件", "neither assembly nor main part"}},
    {"assembly", {"总成", "assembly"}},
    {"main_part", {"主要零件", "main part"}},
};

// The remedies of docs/language.md §3 and `any`, in the order of standard_remedies().
inline constexpr Member requests[] = {
    {"return", {"退货", "return"}},
    {"refund", {"退款", "refund"}},
    {"compensation", {"赔偿", "compensation"}},
    {"exchange", {"换货", "exchange"}},
    {"repair", {"免费修理", "free repair"}},
    {"price_reduction", {"减少价款", "price reduction"}},
    {"resend", {"补寄", "resending"}},
    {"part_exchange", {"更换部件", "exchange of a part"}},
    {"paid_repair", {"收费修理", "repair for a fee"}},
    {"spare_unit", {"备用机", "spare unit"}},
    {"transport_compensation", {"交通费用补偿", "compensation for transport"}},
    {"any", {"任何一种", "any remedy"}},
};

}  // namespace sanbao::ir::members
