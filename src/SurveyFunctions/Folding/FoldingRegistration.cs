namespace SurveyFunctions.Folding;

public static class FoldingRegistration
{
    public static IServiceCollection AddFolding(this IServiceCollection services) => services
        .AddSingleton<AggregateResponses>()
        .AddSingleton<FoldPendingBatches>();
}
