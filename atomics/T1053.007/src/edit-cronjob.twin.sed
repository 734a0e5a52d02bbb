s|orders.shop.svc/report|orders.shop.svc/healthz|
