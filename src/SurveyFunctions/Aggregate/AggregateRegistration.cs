using SurveyStore.Folding;

namespace SurveyFunctions.Aggregate;

public static class AggregateRegistration
{
    public static IServiceCollection AddAggregation(this IServiceCollection services) => services
        .AddSingleton<FoldBatches>()
        .AddSingleton<AggregateResponses>();
}
