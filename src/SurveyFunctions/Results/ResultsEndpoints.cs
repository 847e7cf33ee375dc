namespace SurveyFunctions.Results;

public static class ResultsEndpoints
{
    public static IServiceCollection AddResults(this IServiceCollection services) => services
        .AddSingleton<FindResults>()
        .AddSingleton<Dashboard>()
        .AddSingleton<WaveResults>()
        .AddSingleton<Home>();

    public static void MapResults(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", (HttpRequest request, Home home, CancellationToken cancellationToken) =>
            home.HandleAsync(request, cancellationToken));

        app.MapGet(
            "/dashboard/{wave}/{scope?}",
            (string wave, string? scope, HttpRequest request, Dashboard dashboard, CancellationToken cancellationToken) =>
                dashboard.HandleAsync(wave, scope, request, cancellationToken));

        app.MapGet(
            "/api/waves/{wave}/results/{scope}",
            (string wave, string scope, HttpRequest request, WaveResults results, CancellationToken cancellationToken) =>
                results.HandleAsync(wave, scope, request, cancellationToken));

        app.MapGet("/assets/{name}", (string name) => Assets.Handle(name));
    }
}
